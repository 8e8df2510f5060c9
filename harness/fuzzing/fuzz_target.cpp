#include "harness/fuzzing/fuzz_target.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "harness/core/bytes_source.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/fuzzing/crash_teller.hpp"
#include "harness/fuzzing/feedback.hpp"
#include "harness/fuzzing/report.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::fuzz {

namespace {

[[noreturn]] void end(int status) {
  std::fflush(stderr);
  std::_Exit(status);  // libFuzzer takes an exit() in a run for a crash
}

[[noreturn]] void replay_and_end(const char* file, const core::Subject& subject) {
  try {
    const findings::Finding finding = findings::read_finding(file);
    if (finding.subject != subject.name) {
      fmt::print(stderr, "windtunnel: {} is a finding of `{}`, not of `{}`\n", file, finding.subject,
                 subject.name);
      end(2);
    }
    const core::Failure failure = failure_of(finding, subject);
    const findings::Replay replay = findings::replay_isolated(failure, *judge_of(finding, failure, file));
    const findings::ReplayVerdict verdict = verdict_of(replay);
    fmt::print(stderr, "{}: {}\n{}", file, in_words(verdict, finding, replay), replay.annotated);
    end(verdict == findings::ReplayVerdict::fixed ? 0 : 1);
  } catch (const std::exception& error) {
    fmt::print(stderr, "windtunnel: {}\n", error.what());
    end(2);
  }
}

}  // namespace

FuzzTarget::FuzzTarget(core::Subject subject, core::SchedulingModel model)
    : case_(core::case_of(std::move(subject))) {
  case_.subject.name = core::one_word(case_.subject.name);
  case_.model = model;
}

void FuzzTarget::run(std::span<const std::uint8_t> input) {
  if (const char* file = std::getenv("WINDTUNNEL_REPLAY")) replay_and_end(file, case_.subject);
  const std::string replay_with = fmt::format("WINDTUNNEL_REPLAY=FILE {}", program_invocation_name);
  core::BytesSource choices(input);
  tell_if_it_crashes(case_, choices, replay_with);
  watch_input(input);
  properties::NoJudge nothing;
  const std::optional<core::Violation> violation =
      run_and_judge(case_.subject, choices, core::options_of(case_), nothing, trace_);
  note_run(trace_);
  if (!violation) return;
  core::Failure found;
  static_cast<core::Case&>(found) = case_;
  found.schedule = trace_.schedule;
  found.violation = *violation;
  report(found, replay_with);
}

}  // namespace windtunnel::fuzz
