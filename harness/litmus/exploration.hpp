// All schedules of a scenario, counted by what they show.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/core/choice_log.hpp"
#include "harness/engine/worker_slot.hpp"

namespace windtunnel::litmus {

/// How many runs one scenario gets unless told: far more than a litmus test should need.
inline constexpr std::uint64_t default_schedule_limit = 100'000;

/// One outcome, how many schedules show it, and the first of them without the zeros at its end.
struct Observed {
  std::string outcome;
  std::uint64_t count = 0;
  core::ChoiceLog schedule;
};

/// What an exploration found. The first outcome is that of the canonical schedule.
struct Exploration {
  std::vector<Observed> outcomes;  ///< in the order in which they were first seen
  std::uint64_t schedules = 0;
  bool complete = true;  ///< whether these were all, and no limit ended any of them

  /// Counts one more run.
  void add(std::string outcome, const core::ChoiceLog& schedule);
};

/// How far to go, and what an outcome shows.
struct ExploreOptions {
  core::SchedulingModel model = core::SchedulingModel::exact;
  bool times = false;
  std::uint64_t limit = default_schedule_limit;  ///< at least 1
};

/// Runs a scenario under every schedule, the canonical one first, or under as many as the limit allows.
/// A worker gives its slot, so that a run that takes it down is known. Throws std::logic_error if equal
/// choices were followed by different questions: then its runs are not deterministic, and nothing can be said
/// of it.
Exploration explore(const core::Subject& subject, const ExploreOptions& options,
                    engine::WorkerSlot* slot = nullptr);

/// A scenario to explore, and how.
struct ExploreTask {
  core::Case scenario;
  ExploreOptions options;
};

/// What the explorations of several scenarios found.
struct ExploredAll {
  std::vector<Exploration> explorations;  ///< of the tasks, in their order
  std::optional<core::Failure>
      failure;             ///< of the first scenario that takes its process down; then some are empty
  std::size_t failed = 0;  ///< its place
};

/// Explores each in isolated workers. Throws std::runtime_error for what explore() throws, and as run_pool()
/// does.
ExploredAll explore_isolated(const std::vector<ExploreTask>& tasks, unsigned jobs = 1);

}  // namespace windtunnel::litmus
