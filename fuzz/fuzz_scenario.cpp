// fuzz_scenario: the bytes make a program of all areas, how free its loop is, and its schedule; the run is
// judged by all laws. The widest target: what a property test flies at random, this one steers by what the
// runs did.
#include "fuzz/tape_flight.hpp"

const windtunnel::GeneratorOptions windtunnel::fuzz::program_options{.areas = all_areas};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static windtunnel::fuzz::TapeFlight flight;
  flight.fly({data, size});
  return 0;
}
