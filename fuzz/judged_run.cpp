#include "fuzz/judged_run.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>

#include "fuzz/feedback.hpp"
#include "harness/findings/keep.hpp"
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
  report(found);
}

void report(const core::Failure& found) {
  fmt::print(stderr, "\nbroken      {}: {}\n", found.violation.law, found.violation.message);
  try {
    findings::KeepOptions options;
    if (const char* folder = std::getenv("WINDTUNNEL_FINDINGS")) options.folder = folder;
    const findings::Kept kept =
        keep(found, *properties::judge_of(found.violation.law, found.subject.guarantees), options);
    if (!kept.given_up.empty())
      fmt::print(stderr, "shrinking was given up, in its process: {}\n", kept.given_up);
    if (!kept.reproducible) fmt::print(stderr, "{}\n", kept.finding.message);
    fmt::print(stderr, "shrunk in   {} runs\n", kept.shrunk.runs);
    if (!kept.path.empty())
      fmt::print(stderr, "finding     {0}\nreplay      ./wt replay {0}\n", kept.path.string());
    if (!kept.not_written.empty())
      fmt::print(stderr, "{}windtunnel: {}\n", for_people(kept.finding), kept.not_written);
  } catch (const std::exception& error) {
    fmt::print(stderr, "windtunnel: {}\n", error.what());
  }
  std::fflush(stderr);
  std::abort();
}

}  // namespace windtunnel::fuzz
