#include "harness/findings/replay.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/core/schedule_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/repeated_run.hpp"
#include "harness/findings/annotate.hpp"
#include "harness/findings/await_graph.hpp"
#include "harness/findings/wait_enders.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::findings {

namespace {

// The lines of a finding's text that name its law and its subject.
constexpr scenario::SourcePlace law_place{2, 5};
constexpr scenario::SourcePlace subject_place{3, 9};

// Where the choices that a run made are not those that were recorded.
std::optional<core::Divergence> divergence_of(const core::ChoiceLog& recorded, const core::ChoiceLog& made) {
  for (std::size_t at = 0; at < recorded.size() && at < made.size(); ++at) {
    if (recorded[at].kind != made[at].kind || recorded[at].options != made[at].options)
      return core::Divergence{at, recorded[at], made[at].kind, made[at].options};
  }
  return std::nullopt;
}

// For a run that takes its process along: what it leaves is what it chose and its standard error.
Replay replay_deadly(const core::Failure& failure, core::LogMode mode) {
  engine::IsolatedRun run = engine::run_isolated(failure, mode);
  Replay result;
  if (!failure.schedule.named()) result.divergence = divergence_of(failure.schedule.choices, run.schedule);
  result.violation = std::move(run.violation);
  core::Trace trace;
  trace.schedule = run.schedule;
  result.digest = digest_of(trace);
  result.schedule = std::move(run.schedule);
  result.annotated = run.crash + engine::indented_lines(run.standard_error);
  return result;
}

std::vector<std::string> in_words(const std::vector<properties::Known>& known) {
  std::vector<std::string> words;
  for (const properties::Known& each : known)
    words.push_back(fmt::format("{}: {}", each.defect, each.message));
  return words;
}

// What is left waiting, under the trace.
std::string in_section(const std::string& words) {
  return words.empty() ? words : "\n" + words;
}

// Whether the run that left `trace` leaves another one when it is repeated under the choices that it made.
std::optional<core::Violation> differs_when_repeated(const core::Failure& failure,
                                                     const core::RunOptions& options,
                                                     const core::Trace& trace) {
  core::Trace again;
  return engine::compare_with_repeated(trace, again, [&] {
    core::LogSource choices(trace.schedule);
    properties::NoJudge nothing;
    run_and_judge(failure.subject, choices, options, nothing, again);
  });
}

Replay replay_here(const core::Failure& failure, properties::Judge& judge, core::LogMode mode, bool repeat,
                   Beside beside) {
  core::RunOptions options = core::options_of(failure);
  options.name_things = true;
  const auto run_again = [&](core::ScheduleSource& choices, core::Trace& trace) {
    return run_and_judge(failure.subject, choices, options, judge, trace, failure.program.get());
  };
  core::ScheduleSource choices(failure.schedule, mode);
  core::Trace trace;
  Replay result;
  result.violation = run_again(choices, trace);
  result.divergence = choices.divergence();
  if (!result.violation) result.misfit = choices.misfit(trace.steps);
  std::optional<core::Violation> differs;
  if (repeat) differs = differs_when_repeated(failure, options, trace);
  if (differs) result.unsteady = differs->message;
  if (differs && failure.violation.law == rules::nondeterminism) result.violation = differs;
  result.known = in_words(properties::known_defects(trace, failure.subject.guarantees));
  result.digest = digest_of(trace);
  const bool same_law = result.violation && result.violation->law == failure.violation.law;
  const bool stuck = repeat && same_law && result.violation->law == rules::deadlock;
  // Other runs are worth their time only where this one does not show who would have ended a wait.
  const std::vector<Waiting> waiting = stuck ? waiting_tasks(trace) : std::vector<Waiting>{};
  const bool asks =
      std::any_of(waiting.begin(), waiting.end(), [](const Waiting& each) { return each.unended; });
  const WaitEnders enders = asks ? wait_enders_where_it_holds(failure, judge) : WaitEnders{};
  result.story = story_of(trace, same_law ? result.violation : std::nullopt);
  if (beside == Beside::nearest_pass && same_law)
    result.passing = nearest_passing_run(failure, judge, result.story, trace.schedule);
  result.waits = who_awaits_whom(trace, enders);
  result.annotated = annotate(trace, same_law ? result.violation : std::nullopt) + in_section(result.waits);
  result.schedule = std::move(trace.schedule);
  return result;
}

core::Case scenario_of(const Finding& finding, std::string_view file) {
  try {
    return subjects::case_of(scenario::parse(finding.scenario, file), file);
  } catch (const scenario::SourceError& error) {
    throw scenario::SourceError(file, {error.line() + scenario_begins - 1, error.column()}, error.found(),
                                error.allowed());
  }
}

core::Subject subject_of(const Finding& finding, std::string_view file) {
  if (const std::optional<core::Subject> subject = subjects::find_cpp_subject(finding.subject))
    return *subject;
  std::string known(subjects::scenario_subject_name);
  for (const std::string& name : subjects::cpp_subject_names()) known.append(", ").append(name);
  throw scenario::SourceError(file, subject_place, "the subject " + scenario::in_quotes(finding.subject),
                              known);
}

core::Failure with_recorded(core::Case one, const Finding& finding) {
  core::Failure failure;
  static_cast<core::Case&>(failure) = std::move(one);
  failure.schedule = finding.schedule;
  failure.model = finding.model;
  failure.phase_limit = finding.phase_limit;
  failure.violation = {finding.law, finding.step, finding.message};
  failure.digest = finding.digest;
  return failure;
}

// How the replay compares with what was recorded.
Replay compared(Replay result, const core::Failure& failure) {
  if (result.violation && result.violation->law != failure.violation.law)
    result.other = std::exchange(result.violation, std::nullopt);
  result.same_step = result.violation && result.violation->step == failure.violation.step;
  result.same_digest = result.digest == failure.digest;
  return result;
}

}  // namespace

Replay replay(const core::Failure& failure, properties::Judge& judge, core::LogMode mode, Beside beside) {
  assert(!failure.violation.law.empty());
  return compared(rules::ends_the_process(failure.violation.law)
                      ? replay_deadly(failure, mode)
                      : replay_here(failure, judge, mode, true, beside),
                  failure);
}

Replay replay_in_place(const core::Failure& failure, properties::Judge& judge, core::LogMode mode) {
  const bool repeat = failure.violation.law == rules::nondeterminism;
  return compared(replay_here(failure, judge, mode, repeat, Beside::nothing), failure);
}

Finding finding_as_found(const core::Failure& failure) {
  Finding finding;
  finding.law = failure.violation.law;
  finding.subject = failure.subject.name;
  finding.message = failure.violation.message;
  finding.model = failure.model;
  finding.phase_limit = failure.phase_limit;
  finding.step = failure.violation.step;
  finding.schedule = failure.schedule;
  finding.digest = failure.digest;
  if (failure.program) finding.scenario = print(*failure.program);
  finding.trace = engine::indented_lines(failure.standard_error);
  return finding;
}

Finding to_finding(const core::Failure& failure, properties::Judge& judge) {
  Finding finding = finding_as_found(failure);
  core::Failure written = failure;
  if (failure.program) {
    // The text is what will be replayed, so the text is what runs here.
    static_cast<core::Case&>(written).subject =
        subjects::case_of(scenario::parse(finding.scenario, "finding")).subject;
  }
  Replay again = replay(written, judge, core::LogMode::nearest);
  if (!again.violation && !failure.standard_error.empty())
    again.annotated = engine::indented_lines(failure.standard_error);
  if (again.violation) {
    finding.message = again.violation->message;
    finding.step = again.violation->step;
  }
  if (!again.unsteady.empty() && finding.law != rules::nondeterminism) {
    finding.message =
        fmt::format("{}; the first run breaks {}: {}", again.unsteady, finding.law, finding.message);
    finding.law = rules::nondeterminism;
    // A replay asks the questions of its first run, whatever becomes of the second.
    finding.schedule = again.schedule;
  }
  finding.digest = again.digest;
  finding.trace =
      failure.explanation.empty() ? std::move(again.annotated) : failure.explanation + "\n" + again.annotated;
  return finding;
}

core::Failure failure_of(const Finding& finding, std::string_view file_name) {
  const bool is_scenario = finding.subject == subjects::scenario_subject_name;
  return with_recorded(
      is_scenario ? scenario_of(finding, file_name) : core::case_of(subject_of(finding, file_name)), finding);
}

core::Failure failure_of(const Finding& finding, const core::Subject& subject) {
  return with_recorded(core::case_of(subject), finding);
}

std::unique_ptr<properties::Judge> judge_of(const Finding& finding, const core::Failure& failure,
                                            std::string_view file_name) {
  const core::Guarantees guarantees = failure.subject.guarantees;
  try {
    return properties::judge_of(finding.law, guarantees);
  } catch (const std::invalid_argument&) {
    throw scenario::SourceError(
        file_name, law_place, "the law " + scenario::in_quotes(finding.law),
        fmt::format("{}, {}, {}, {}, {}", properties::law_names(guarantees), rules::escape,
                    rules::nondeterminism, rules::no_crash, rules::no_hang));
  }
}

}  // namespace windtunnel::findings
