// A schedule: what makes a run deterministic. It is written as a list of choices, or as constraints: then the
// run is the quiet one, first in, first out, except that some steps wait until others have run. A list of
// choices breaks with the first edit of the program; constraints hold on to the names of the steps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/core/answer.hpp"
#include "harness/core/choice_log.hpp"
#include "harness/core/step_name.hpp"

namespace windtunnel::core {

/// `hold X until Y`: X does not run before Y has, unless nothing else could run.
struct Constraint {
  StepName held;
  StepName until;

  bool operator==(const Constraint&) const = default;
};

/// How many constraints and answers a schedule has at most.
inline constexpr std::size_t constraint_limit = 10'000;

/// If it is not named, `choices` are the answers to all questions. If it is, constraints decide about steps,
/// the named answers about the questions that they name, and `choices` are the answers to all others.
struct Schedule {
  Schedule() = default;
  Schedule(ChoiceLog log) : choices(std::move(log)) {}  // NOLINT: a log is a schedule
  Schedule(std::vector<Constraint> held, ChoiceLog log)
      : constraints(std::move(held)), choices(std::move(log)) {}

  /// Whether steps or questions are named.
  bool named() const { return !constraints.empty() || !answers.empty(); }

  std::vector<Constraint> constraints;
  ChoiceLog choices;
  std::vector<Answer> answers;

  bool operator==(const Schedule&) const = default;
};

/// "hold worker#2/x.read#1 until main/x.write#1".
std::string to_text(const Constraint& constraint);

/// The choices, or the constraints and answers joined by "; " and behind them the choices if there are any:
/// "hold A until B; answer fault net/a>b/reset#2 with 1; 1/3".
std::string to_text(const Schedule& schedule);

/// The schedule with that text. Throws ScheduleError.
Schedule parse_schedule(std::string_view text);

}  // namespace windtunnel::core
