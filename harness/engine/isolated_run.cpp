#include "harness/engine/isolated_run.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

#include "harness/core/lines.hpp"
#include "harness/core/schedule_source.hpp"
#include "harness/engine/choice_recorder.hpp"
#include "harness/engine/crash_report.hpp"
#include "harness/properties/judge.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::engine {

IsolatedRun run_isolated(const core::Case& one, core::LogMode mode, const ChildLimits& limits) {
  const SharedMemory<ChoiceRecorder> recorder;
  CrashReport report;
  core::Trace trace;  // the child's copy, which must outlive its work
  const auto work = [&] {
    core::ScheduleSource choices(one.schedule, mode);
    SharedRecordingSource source(choices, *recorder);
    properties::NoJudge nothing;
    report.watch(trace);
    run_and_judge(one.subject, source, core::options_of(one), nothing, trace);
  };
  const ProcessExit exit = work_isolated(work, limits);
  IsolatedRun result;
  result.schedule = recorder->log();
  result.standard_error = exit.standard_error;
  result.crash = report.read();
  if (exit.reason == ExitReason::threw) throw std::runtime_error(exit.standard_error);
  if (exit.reason != ExitReason::returned) result.violation = violation_of(exit, result.schedule.size());
  return result;
}

core::Violation violation_of(const ProcessExit& exit, std::size_t choices) {
  core::Violation violation{exit.reason == ExitReason::timed_out ? rules::no_hang : rules::no_crash, choices,
                            in_words(exit)};
  const std::string why = headline(exit.standard_error);
  if (!why.empty()) violation.message += ": " + why;
  return violation;
}

void must_be_own_fault(const core::Case& one, const ProcessExit& exit) {
  if (!may_come_from_outside(exit) || run_isolated(one).violation) return;
  throw std::runtime_error(
      fmt::format("a worker was ended from outside: {}; what it ran comes to its end when it runs again",
                  in_words(exit)));
}

std::string indented_lines(const std::string& standard_error) {
  constexpr std::size_t longest_line = 1000;
  std::string text;
  std::string_view rest = standard_error;
  while (!rest.empty()) {
    const std::string_view line = core::take_line(rest);
    text += "    " + scenario::printable(line, longest_line) + "\n";
  }
  return text;
}

}  // namespace windtunnel::engine
