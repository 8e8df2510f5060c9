// Does each operation that is counted. It is run by `wt bench --counts`, under callgrind.
#include "tests/bench/counts/harness_counts.hpp"
#include "tests/bench/counts/runtime_counts.hpp"

int main() {
  using namespace windtunnel::bench;
  for (const auto operations : {runtime_operations(), harness_operations()}) {
    for (const Operation& operation : operations) {
      Meter meter(operation.name);
      operation.measure(meter);
    }
  }
}
