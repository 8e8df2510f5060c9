// Timers: adding and taking one costs O(log n), so the cost divided by log2(n) stays flat, except for memory
// effects.
#include <benchmark/benchmark.h>
#include <cmath>

#include "runtime/timer_queue.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

/// With n timers in the queue, takes the first and adds a later one.
void timer_taken_and_added(benchmark::State& state) {
  auto count = static_cast<std::size_t>(state.range(0));
  constexpr int turns = 2000;
  tornado::TimerQueue queue;
  // A portable generator, so that the deadlines are the same everywhere.
  std::uint64_t seed = 1;
  auto some = [&] {
    seed = seed * 6364136223846793005 + 1442695040888963407;
    return static_cast<double>(seed >> 40) + 1;
  };
  for (std::size_t at = 0; at < count; ++at) queue.add(tornado::at_seconds(some()), [] {});
  tornado::TimerList due;
  Best best;
  for (auto _ : state) {
    best.measure(turns, [&] {
      for (int turn = 0; turn < turns; ++turn) {
        tornado::Time now = queue.next_deadline();
        queue.take_due(now, due);
        for (std::size_t taken = due.size(); taken > 0; --taken) {
          queue.add(now + tornado::Duration(some()), [] {});
        }
        due.clear();
      }
    });
  }
  state.counters["ns"] = best.nanoseconds();
  state.counters["ns_per_log2"] = best.nanoseconds() / std::log2(static_cast<double>(count));
}
BENCHMARK(timer_taken_and_added)->ArgName("timers")->RangeMultiplier(10)->Range(10, 1'000'000);

}  // namespace
}  // namespace windtunnel::bench
