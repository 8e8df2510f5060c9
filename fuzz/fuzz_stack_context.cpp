// fuzz_stack_context: as fuzz_scenario, with programs that are about stack contexts and YieldPoints alone, so
// that a fuzzer spends its time where captured contexts, errors and deactivations meet.
#include "fuzz/tape_flight.hpp"

const windtunnel::GeneratorOptions windtunnel::fuzz::program_options{
    .areas = bit(Area::core) | bit(Area::context) | bit(Area::legacy), .swarm = false};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static windtunnel::fuzz::TapeFlight flight;
  flight.fly({data, size});
  return 0;
}
