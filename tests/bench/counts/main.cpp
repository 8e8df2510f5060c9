// Does each operation that is counted, or those that are named. It is run by `wt bench --counts`, under
// callgrind.
#include <algorithm>
#include <string_view>

#include "tests/bench/counts/harness_counts.hpp"
#include "tests/bench/counts/runtime_counts.hpp"

int main(int argc, char** argv) {
  using namespace windtunnel::bench;
  for (const auto operations : {runtime_operations(), harness_operations()}) {
    for (const Operation& operation : operations) {
      const auto named = [&](std::string_view argument) { return argument == operation.name; };
      if (argc > 1 && std::none_of(argv + 1, argv + argc, named)) continue;
      Meter meter(operation.name);
      operation.measure(meter);
    }
  }
}
