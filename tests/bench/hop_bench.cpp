// The cost of a `moment` hop through SimLoop, compared with a bare coroutine_handle::resume from a ring
// buffer.
#include <algorithm>
#include <benchmark/benchmark.h>
#include <bit>
#include <vector>

#include "harness/core/quiet_source.hpp"
#include "runtime/tornado.hpp"
#include "tests/bench/bare.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

constexpr std::size_t hops_a_turn = 20'000;

BareTask hop_bare(BareLoop& loop) {
  for (;;) co_await BareHop(loop);
}

tornado::Future<void> hop(std::size_t hops) {
  for (; hops > 0; --hops) co_yield tornado::moment;
}

/// All `tasks` coroutines take turns until they are finished.
void hop_in_loop(tornado::Observer* observer, std::size_t tasks, Best& best) {
  core::QuietSource choices;
  tornado::SimLoop loop(choices);
  loop.set_phase_limit(static_cast<std::uint32_t>(2 * hops_a_turn));
  if (observer != nullptr) {
    observer->clear();
    loop.set_observer(observer);
  }
  std::size_t each = hops_a_turn / tasks;
  for (std::size_t at = 0; at < tasks; ++at) static_cast<void>(hop(each));
  best.measure(static_cast<double>(each * tasks), [&] { loop.start(); });
}

void moment_hop(benchmark::State& state) {
  auto tasks = static_cast<std::size_t>(state.range(0));
  bool recording = state.range(1) != 0;
  BareLoop bare_loop(std::bit_ceil(tasks + 1));
  std::vector<BareTask> bare_tasks;
  for (std::size_t at = 0; at < tasks; ++at) bare_tasks.push_back(hop_bare(bare_loop));
  tornado::Observer observer;
  Best bare;
  Best ours;
  for (auto _ : state) {
    bare.measure(hops_a_turn, [&] { bare_loop.run(hops_a_turn); });
    hop_in_loop(recording ? &observer : nullptr, tasks, ours);
  }
  state.counters["bare_ns"] = bare.nanoseconds();
  state.counters["ours_ns"] = ours.nanoseconds();
  state.counters["times_bare"] = ours.nanoseconds() / bare.nanoseconds();
}
BENCHMARK(moment_hop)->ArgNames({"coroutines", "recording"})->ArgsProduct({{1, 100}, {0, 1}});

tornado::Future<void> waits(tornado::Future<void> future) {
  co_yield future;
}

/// Ten coroutines hop while many others wait, compared with ten alone.
void hop_among_pending(benchmark::State& state) {
  auto pending = static_cast<std::size_t>(state.range(0));
  core::QuietSource choices;
  tornado::Future<void> never;
  tornado::SimLoop crowded(choices);
  for (std::size_t at = 0; at < pending; ++at) static_cast<void>(waits(never));
  crowded.set_phase_limit(~0U);
  tornado::SimLoop empty(choices);
  empty.set_phase_limit(~0U);
  auto turn = [](tornado::SimLoop& loop, Best& best) {
    loop.make_current();
    for (int at = 0; at < 10; ++at) static_cast<void>(hop(hops_a_turn / 10));
    best.measure(hops_a_turn, [&] { loop.start(); });
  };
  Best among;
  Best alone;
  for (auto _ : state) {
    turn(crowded, among);
    turn(empty, alone);
  }
  crowded.make_current();
  state.counters["alone_ns"] = alone.nanoseconds();
  state.counters["among_ns"] = among.nanoseconds();
  state.counters["times_alone"] = among.nanoseconds() / alone.nanoseconds();
}
BENCHMARK(hop_among_pending)->ArgName("pending")->Arg(10)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

/// All of them hop: the memory grows, for the bare loop too.
void hop_of_all(benchmark::State& state) {
  auto tasks = static_cast<std::size_t>(state.range(0));
  BareLoop bare_loop(std::bit_ceil(tasks + 1));
  std::vector<BareTask> bare_tasks;
  for (std::size_t at = 0; at < tasks; ++at) bare_tasks.push_back(hop_bare(bare_loop));
  std::size_t rounds = std::max<std::size_t>(2, hops_a_turn / tasks);
  Best bare;
  Best ours;
  for (auto _ : state) {
    bare.measure(static_cast<double>(rounds * tasks), [&] { bare_loop.run(rounds * tasks); });
    core::QuietSource choices;
    tornado::SimLoop loop(choices);
    for (std::size_t at = 0; at < tasks; ++at) static_cast<void>(hop(rounds));
    ours.measure(static_cast<double>(rounds * tasks), [&] { loop.start(); });
  }
  state.counters["bare_ns"] = bare.nanoseconds();
  state.counters["ours_ns"] = ours.nanoseconds();
  state.counters["times_bare"] = ours.nanoseconds() / bare.nanoseconds();
}
BENCHMARK(hop_of_all)->ArgName("coroutines")->Arg(10)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

}  // namespace
}  // namespace windtunnel::bench
