#include "tests/search_bench/measure.hpp"

#include <ctime>

#include "harness/core/random.hpp"
#include "harness/core/trace.hpp"
#include "harness/strategies/strategies.hpp"

namespace windtunnel::search_bench {

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

std::optional<std::uint64_t> schedules_to_failure(const core::Subject& subject,
                                                  strategies::Strategy& strategy, std::uint64_t seed,
                                                  std::uint64_t most) {
  core::RunOptions options;
  core::Trace trace;
  for (std::uint64_t number = 0; number < most; ++number) {
    if (!strategy.begin_run(core::derive(seed, number), trace)) return std::nullopt;
    options.observe = strategy.needs_events();
    run(subject, strategy, options, trace);
    strategy.end_run(trace);
    if (trace.objection) return number + 1;
  }
  return std::nullopt;
}

Speed speed(const core::Subject& subject, const std::string& strategy_name) {
  const auto strategy = strategies::make_strategy(strategy_name);
  core::RunOptions options;
  options.observe = false;
  core::Trace trace;
  Speed best;
  std::uint64_t seed = 0;
  for (int turn = 0; turn < 12; ++turn) {
    const double begin = cpu_seconds();
    std::uint64_t schedules = 0;
    std::uint64_t steps = 0;
    double took = 0;
    while (took < 0.1) {
      for (int left = 64; left > 0; --left, ++schedules) {
        strategy->begin_run(++seed, trace);
        run(subject, *strategy, options, trace);
        strategy->end_run(trace);
        steps += trace.steps.done().size();
      }
      took = cpu_seconds() - begin;
    }
    const double rate = static_cast<double>(schedules) / took;
    if (rate <= best.schedules) continue;
    best = {rate, static_cast<double>(steps) / took,
            static_cast<double>(steps) / static_cast<double>(schedules)};
  }
  return best;
}

}  // namespace windtunnel::search_bench
