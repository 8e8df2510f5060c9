// Runs a World's program once, under the quiet schedule.
#pragma once

#include <optional>
#include <string>

#include "harness/core/log_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// What the run violates; null if nothing. `trace` is filled as for a finding.
inline std::optional<core::Violation> quiet_violation(const WorldProgram& program, core::Trace& trace,
                                                      core::RunOptions options = {}) {
  const WorldSubject subject(program);
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  properties::NoJudge nothing;
  options.name_things = true;
  return properties::run_and_judge(subject.subject(), choices, options, nothing, trace);
}

/// "rule: message" of it; "-" if it violates nothing.
inline std::string quiet_words(const WorldProgram& program) {
  core::Trace trace;
  const std::optional<core::Violation> violation = quiet_violation(program, trace);
  return violation ? std::string(violation->law) + ": " + violation->message : "-";
}

}  // namespace windtunnel
