// fuzz_stack_context: as fuzz_scenario, with programs of stack contexts and YieldPoints only, so that the
// time goes into combinations of captured contexts, errors and deactivations.
#include "fuzz/judged_tape.hpp"

const windtunnel::generator::GeneratorOptions windtunnel::fuzz::program_options{
    .areas = {generator::Area::core, generator::Area::context, generator::Area::legacy}, .swarm = false};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static windtunnel::fuzz::JudgedTapes runs;
  runs.run({data, size});
  return 0;
}
