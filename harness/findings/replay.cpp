#include "harness/findings/replay.hpp"

#include <cassert>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/core/schedule_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/findings/annotate.hpp"
#include "harness/findings/await_graph.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

// The lines of a finding's text that name its law and its subject.
constexpr SourcePlace law_place{2, 5};
constexpr SourcePlace subject_place{3, 9};

// Where the choices that a run made are not those that were recorded.
std::optional<Divergence> divergence_of(const ChoiceLog& recorded, const ChoiceLog& made) {
  for (std::size_t at = 0; at < recorded.size() && at < made.size(); ++at) {
    if (recorded[at].kind != made[at].kind || recorded[at].options != made[at].options)
      return Divergence{at, recorded[at], made[at].kind, made[at].options};
  }
  return std::nullopt;
}

// For a run that takes its process along: what it leaves is what it chose and its standard error.
Replay replay_isolated(const Failure& failure, LogMode mode) {
  IsolatedRun run = run_isolated(failure, mode);
  Replay result;
  if (failure.schedule.constraints.empty())
    result.divergence = divergence_of(failure.schedule.choices, run.schedule);
  result.violation = std::move(run.violation);
  Trace trace;
  trace.schedule = run.schedule;
  result.digest = digest_of(trace);
  result.schedule = std::move(run.schedule);
  result.annotated = indented_lines(run.standard_error);
  return result;
}

// What is left waiting, under the trace.
std::string in_section(const std::string& words) {
  return words.empty() ? words : "\n" + words;
}

Replay replay_here(const Failure& failure, Judge& judge, LogMode mode) {
  RunOptions options = options_of(failure);
  options.name_things = true;
  const auto run_again = [&](ScheduleSource& choices, Trace& trace) {
    return run_and_judge(failure.subject, choices, options, judge, trace, failure.program.get());
  };
  ScheduleSource choices(failure.schedule, mode);
  Trace trace;
  Replay result;
  result.violation = run_again(choices, trace);
  if (failure.violation.law == rules::nondeterminism && !result.violation) {
    ScheduleSource again(failure.schedule, mode);
    Trace other;
    result.violation = run_again(again, other);
    if (!result.violation) result.violation = compare(trace, other);
  }
  result.known = known_defects(trace, failure.subject.guarantees);
  result.divergence = choices.divergence();
  result.digest = digest_of(trace);
  const bool same_law = result.violation && result.violation->law == failure.violation.law;
  result.annotated =
      annotate(trace, same_law ? result.violation : std::nullopt) + in_section(who_awaits_whom(trace));
  result.schedule = std::move(trace.schedule);
  return result;
}

Case scenario_of(const Finding& finding, std::string_view file) {
  try {
    return case_of(parse(finding.scenario, file), file);
  } catch (const SourceError& error) {
    throw SourceError(file, {error.line() + scenario_begins - 1, error.column()}, error.found(),
                      error.allowed());
  }
}

Subject subject_of(const Finding& finding, std::string_view file) {
  if (const std::optional<Subject> subject = find_cpp_subject(finding.subject)) return *subject;
  std::string known(scenario_subject_name);
  for (const std::string& name : cpp_subject_names()) known.append(", ").append(name);
  throw SourceError(file, subject_place, "the subject " + in_quotes(finding.subject), known);
}

Failure with_recorded(Case one, const Finding& finding) {
  Failure failure;
  static_cast<Case&>(failure) = std::move(one);
  failure.schedule = finding.schedule;
  failure.model = finding.model;
  failure.phase_limit = finding.phase_limit;
  failure.violation = {finding.law, finding.step, finding.message};
  failure.digest = finding.digest;
  return failure;
}

}  // namespace

Replay replay(const Failure& failure, Judge& judge, LogMode mode) {
  assert(!failure.violation.law.empty());
  Replay result = rules::ends_the_process(failure.violation.law) ? replay_isolated(failure, mode)
                                                                 : replay_here(failure, judge, mode);
  if (result.violation && result.violation->law != failure.violation.law) result.violation.reset();
  result.same_step = result.violation && result.violation->step == failure.violation.step;
  result.same_digest = result.digest == failure.digest;
  return result;
}

Finding to_finding(const Failure& failure, Judge& judge) {
  Finding finding;
  finding.law = failure.violation.law;
  finding.subject = failure.subject.name;
  finding.message = failure.violation.message;
  finding.model = failure.model;
  finding.phase_limit = failure.phase_limit;
  finding.step = failure.violation.step;
  finding.schedule = failure.schedule;
  Failure written = failure;
  if (failure.program) {
    finding.scenario = print(*failure.program);
    // The text is what will be replayed, so the text is what runs here.
    static_cast<Case&>(written).subject = case_of(parse(finding.scenario, "finding")).subject;
  }
  Replay again = replay(written, judge, LogMode::nearest);
  if (!again.violation && !failure.standard_error.empty())
    again.annotated = indented_lines(failure.standard_error);
  if (again.violation) {
    finding.message = again.violation->message;
    finding.step = again.violation->step;
  }
  finding.digest = again.digest;
  finding.trace =
      failure.explanation.empty() ? std::move(again.annotated) : failure.explanation + "\n" + again.annotated;
  return finding;
}

Failure failure_of(const Finding& finding, std::string_view file_name) {
  const bool is_scenario = finding.subject == scenario_subject_name;
  return with_recorded(
      is_scenario ? scenario_of(finding, file_name) : case_of(subject_of(finding, file_name)), finding);
}

Failure failure_of(const Finding& finding, const Subject& subject) {
  return with_recorded(case_of(subject), finding);
}

std::unique_ptr<Judge> judge_of(const Finding& finding, const Failure& failure, std::string_view file_name) {
  const Guarantees guarantees = failure.subject.guarantees;
  try {
    return judge_of(finding.law, guarantees);
  } catch (const std::invalid_argument&) {
    throw SourceError(file_name, law_place, "the law " + in_quotes(finding.law),
                      fmt::format("{}, {}, {}, {}, {}", law_names(guarantees), rules::escape,
                                  rules::nondeterminism, rules::no_crash, rules::no_hang));
  }
}

}  // namespace windtunnel
