// Constraints: a schedule as what it is about. The run is the canonical one, first in, first out, but for
// some steps that wait until others have run. Where a list of choices breaks with the first edit of the
// program, constraints hold on to the names of the steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/choices/choice_log.hpp"
#include "harness/constraints/step_name.hpp"

namespace windtunnel {

/// `hold X until Y`: X does not run before Y has, unless nothing else could run.
struct Constraint {
  StepName held;
  StepName until;

  bool operator==(const Constraint&) const = default;
};

/// How many a schedule has at most.
inline constexpr std::size_t constraint_limit = 10'000;

/// Constraints for the steps, and choices for whatever else is asked.
struct ConstrainedSchedule {
  std::vector<Constraint> constraints;
  ChoiceLog others;

  bool operator==(const ConstrainedSchedule&) const = default;
};

/// "hold worker#2/x.read#1 until main/x.write#1".
std::string to_text(const Constraint& constraint);

/// Joined by "; ", behind them the other choices if there are any: "hold A until B; hold C until D; 1/3".
std::string to_text(const ConstrainedSchedule& schedule);

/// Whether a schedule's text is one of constraints rather than of choices.
bool is_constrained(std::string_view text);

/// The schedule with that text. Throws ScheduleError.
ConstrainedSchedule parse_constrained(std::string_view text);

}  // namespace windtunnel
