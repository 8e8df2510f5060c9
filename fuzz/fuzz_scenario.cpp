// fuzz_scenario: the bytes make a program of all areas, its scheduling model and its schedule; the run is
// judged by all laws. The target with the widest range: `wt check` runs such programs at random, this target
// is steered by what the runs did.
#include "fuzz/judged_tape.hpp"

const windtunnel::generator::GeneratorOptions windtunnel::fuzz::program_options{.areas =
                                                                                    generator::all_areas};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static windtunnel::fuzz::JudgedTapes runs;
  runs.run({data, size});
  return 0;
}
