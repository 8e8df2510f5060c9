// All schedules of a scenario, counted by what they show.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/choices/choice_log.hpp"
#include "harness/subject.hpp"

namespace windtunnel {

/// How many runs one scenario gets unless told: far more than a litmus test should need.
inline constexpr std::uint64_t default_schedule_limit = 100'000;

/// One outcome, how many schedules show it, and the first of them without the zeros at its end.
struct Observed {
  std::string outcome;
  std::uint64_t count = 0;
  ChoiceLog schedule;
};

/// What an exploration found. The first outcome is that of the canonical schedule.
struct Exploration {
  std::vector<Observed> outcomes;  ///< in the order in which they were first seen
  std::uint64_t schedules = 0;
  bool complete = true;  ///< whether these were all

  /// Counts one more run.
  void add(std::string outcome, const ChoiceLog& schedule);
};

/// How far to go, and what an outcome shows.
struct ExploreOptions {
  Freedom freedom = Freedom::contract;
  bool times = false;
  std::uint64_t limit = default_schedule_limit;  ///< at least 1
};

/// Runs a scenario under every schedule, the canonical one first, or under as many as the limit allows.
/// Throws std::logic_error if equal choices were followed by different questions: then its runs are not
/// deterministic, and nothing can be said of it.
Exploration explore(const Subject& subject, const ExploreOptions& options);

}  // namespace windtunnel
