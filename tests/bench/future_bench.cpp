// The cost of Futures and coroutine calls that need no hop.
#include <benchmark/benchmark.h>

#include "harness/core/quiet_source.hpp"
#include "runtime/tornado.hpp"
#include "tests/bench/bare.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

constexpr int operations = 20'000;

BareTask awaits_ready(const int& value) {
  for (int left = operations; left > 0; --left) benchmark::DoNotOptimize(co_await BareReady(value));
}

tornado::Future<void> yields_ready(tornado::Future<int> future) {
  for (int left = operations; left > 0; --left) {
    int value = co_yield future;
    benchmark::DoNotOptimize(value);
  }
}

void ready_yield(benchmark::State& state) {
  core::QuietSource choices;
  tornado::SimLoop loop(choices);
  auto future = tornado::done_future(1);
  int value = 1;
  Best bare;
  Best ours;
  for (auto _ : state) {
    bare.measure(operations, [&] { benchmark::DoNotOptimize(awaits_ready(value)); });
    ours.measure(operations, [&] { benchmark::DoNotOptimize(yields_ready(future)); });
  }
  state.counters["bare_ns"] = bare.nanoseconds();
  state.counters["ours_ns"] = ours.nanoseconds();
  state.counters["more_ns"] = ours.nanoseconds() - bare.nanoseconds();
}
BENCHMARK(ready_yield);

tornado::Future<int> finishes_at_once(int value) {
  co_return value;
}

void call_that_finishes_at_once(benchmark::State& state) {
  core::QuietSource choices;
  tornado::SimLoop loop(choices);
  for (auto _ : state) benchmark::DoNotOptimize(finishes_at_once(1));
}
BENCHMARK(call_that_finishes_at_once);

void future_with_one_callback(benchmark::State& state) {
  core::QuietSource choices;
  tornado::SimLoop loop(choices);
  int sum = 0;
  for (auto _ : state) {
    tornado::Future<int> future;
    future.add_done_callback([&sum](const tornado::Future<int>& done) { sum += done.result(); });
    future.set_result(1);
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(future_with_one_callback);

/// What the harness does for every generated program, without running the program.
void loop_made_and_closed(benchmark::State& state) {
  core::QuietSource choices;
  for (auto _ : state) {
    tornado::SimLoop loop(choices);
    benchmark::DoNotOptimize(&loop);
  }
}
BENCHMARK(loop_made_and_closed);

void loop_made_run_and_closed(benchmark::State& state) {
  core::QuietSource choices;
  for (auto _ : state) {
    tornado::SimLoop loop(choices);
    loop.add_callback([] {});
    loop.call_later(tornado::Duration(1), [] {});
    loop.start();
  }
}
BENCHMARK(loop_made_run_and_closed);

}  // namespace
}  // namespace windtunnel::bench
