#include "fuzz/judged_run.hpp"

#include "harness/fuzzing/feedback.hpp"
#include "harness/fuzzing/report.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::fuzz {

void JudgedRuns::run(const core::Subject& subject, const scenario::Scenario* program,
                     tornado::ChoiceSource& choices, core::SchedulingModel model) {
  core::RunOptions options;
  options.model = model;
  const std::optional<core::Violation> violation =
      run_and_judge(subject, choices, options, judge_, trace_, program);
  note_run(trace_);
  if (!violation) return;
  core::Failure found;
  static_cast<core::Case&>(found) = program != nullptr ? subjects::case_of(*program) : case_of(subject);
  found.schedule = trace_.schedule;
  found.model = model;
  found.violation = *violation;
  report(found, "./wt replay FILE");
}

}  // namespace windtunnel::fuzz
