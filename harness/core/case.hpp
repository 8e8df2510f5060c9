// A case: one run as a value. What to run, the program if it interprets one, and the schedule. Everything
// that runs, shrinks, keeps or replays a run takes a Case.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "harness/core/schedule.hpp"
#include "harness/core/scheduling_model.hpp"
#include "harness/core/subject.hpp"
#include "harness/core/violation.hpp"

namespace windtunnel::scenario {
class Scenario;
}

namespace windtunnel::core {

struct Case {
  Subject subject;
  /// What the subject interprets; null for a subject in C++, whose choices are its program.
  std::shared_ptr<const scenario::Scenario> program;
  Schedule schedule;
  SchedulingModel model = SchedulingModel::exact;
  std::uint32_t phase_limit = default_phase_limit;
};

/// A subject in C++ as a case with an empty schedule.
inline Case case_of(Subject subject) {
  Case made;
  made.subject = std::move(subject);
  return made;
}

/// How a case is run; whether events and names are recorded is for the caller to say.
inline RunOptions options_of(const Case& one) {
  return {.model = one.model, .phase_limit = one.phase_limit};
}

/// A case that fails, and how.
struct Failure : Case {
  Violation violation;
  std::uint64_t digest = 0;    ///< of the trace of the failing run; 0 if it is not known
  std::string explanation;     ///< what the constraints of its schedule say of the violation; may be empty
  std::string standard_error;  ///< the end of what a process wrote that the run took down
  std::string account;         ///< of the run as it was found, see account_of(); empty if it is not known
};

}  // namespace windtunnel::core
