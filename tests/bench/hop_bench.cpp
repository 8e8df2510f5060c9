// What a `moment` hop through SimLoop costs, against a bare coroutine_handle::resume from a ring buffer.
#include <benchmark/benchmark.h>
#include <bit>
#include <vector>

#include "runtime/tornado.hpp"
#include "tests/bench/bare.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

constexpr std::size_t hops_a_turn = 20'000;

class Quiet final : public tornado::ChoiceSource {
 public:
  std::uint32_t choose(const tornado::ChoicePoint&) override { return 0; }
};

BareTask hop_bare(BareLoop& loop) {
  for (;;) co_await BareHop(loop);
}

tornado::Future<void> hop(std::size_t hops) {
  for (; hops > 0; --hops) co_yield tornado::moment;
}

/// Runs until its coroutines are finished, then is stopped by running idle.
void hop_in_loop(tornado::Observer* observer, std::size_t tasks, Best& best) {
  Quiet choices;
  tornado::SimLoop loop(choices, tornado::Freedom::contract, tornado::IOLoop::MakeCurrent::if_there_is_none);
  loop.set_phase_limit(2 * hops_a_turn + 10);
  if (observer != nullptr) {
    observer->clear();
    loop.set_observer(observer);
  }
  std::size_t each = hops_a_turn / tasks;
  std::vector<tornado::Future<void>> futures;
  for (std::size_t at = 0; at < tasks; ++at) futures.push_back(hop(each));
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

}  // namespace
}  // namespace windtunnel::bench
