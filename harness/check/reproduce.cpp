#include "harness/check/reproduce.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/check/judge.hpp"
#include "harness/check/judge_apart.hpp"
#include "harness/constraints/constrained_source.hpp"
#include "harness/findings/annotate.hpp"
#include "harness/findings/await_graph.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

// The lines of a finding's text that name its law and its subject.
constexpr SourcePlace law_place{2, 5};
constexpr SourcePlace subject_place{3, 9};

struct Outcome {
  std::optional<Breach> breach;
  std::vector<Known> known;
  std::optional<Divergence> divergence;
  std::uint64_t digest = 0;
  std::string annotated;
  ChoiceLog schedule;
};

// What a finding's run was told, in either encoding.
class Recorded {
 public:
  Recorded(const Finding& finding, LogMode mode)
      : log_(finding.schedule, mode),
        schedule_{finding.constraints, finding.schedule},
        constrained_(schedule_) {}
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;

  tornado::ChoiceSource& source() {
    if (schedule_.constraints.empty()) return log_;
    return constrained_;
  }
  // Constraints fit whatever is asked.
  const std::optional<Divergence>& divergence() const { return log_.divergence(); }

 private:
  LogSource log_;
  const ConstrainedSchedule schedule_;
  ConstrainedSource constrained_;
};

// What a finding names, ready to run.
class Flight {
 public:
  Flight(const Finding& finding, std::string_view file) {
    if (finding.subject == scenario_subject_name) {
      load_scenario(finding.scenario, file);
    } else if (const std::optional<Subject> native = find_native_subject(finding.subject)) {
      subject_ = *native;
    } else {
      std::string known(scenario_subject_name);
      for (const std::string& name : native_subject_names()) known.append(", ").append(name);
      throw SourceError(file, subject_place, "the subject " + in_quotes(finding.subject), known);
    }
  }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

  const Subject& subject() const { return subject_; }

 private:
  void load_scenario(std::string_view text, std::string_view file) {
    try {
      scenario_ = parse(text, file);
      compiled_.reset(scenario_, file);
    } catch (const SourceError& error) {
      throw SourceError(file, {error.line() + scenario_begins - 1, error.column()}, error.found(),
                        error.allowed());
    }
    subject_ = compiled_.subject();
  }

  Scenario scenario_;
  ScenarioSubject compiled_;
  Subject subject_{};
};

// Where the choices that a run made are none that were recorded.
std::optional<Divergence> divergence_of(const ChoiceLog& recorded, const ChoiceLog& made) {
  for (std::size_t at = 0; at < recorded.size() && at < made.size(); ++at) {
    if (recorded[at].kind != made[at].kind || recorded[at].options != made[at].options)
      return Divergence{at, recorded[at], made[at].kind, made[at].options};
  }
  return std::nullopt;
}

// For a run that takes its process along: what it leaves is what it chose and what it said at last.
Outcome fly_apart(const Finding& finding, const Subject& subject, LogMode mode) {
  RunOptions options;
  options.freedom = finding.freedom;
  options.phase_limit = finding.phase_limit;
  ApartRun run = run_apart(subject, finding.schedule, options, mode);
  Outcome outcome;
  outcome.divergence = divergence_of(finding.schedule, run.schedule);
  outcome.breach = std::move(run.breach);
  if (outcome.breach && outcome.breach->law != finding.law) outcome.breach.reset();
  Trace trace;
  trace.schedule = run.schedule;
  outcome.digest = digest_of(trace);
  outcome.schedule = std::move(run.schedule);
  outcome.annotated = last_lines(run.last_words);
  return outcome;
}

// What is left waiting, under the trace.
std::string in_section(const std::string& words) {
  return words.empty() ? words : "\n" + words;
}

Outcome fly(const Finding& finding, const Subject& subject, const Verdict& verdict, LogMode mode) {
  if (is_deadly(finding.law)) return fly_apart(finding, subject, mode);
  RunOptions options;
  options.freedom = finding.freedom;
  options.phase_limit = finding.phase_limit;
  options.name_things = true;
  Recorded choices(finding, mode);
  Trace trace;
  Outcome outcome;
  outcome.breach = judge(subject, choices.source(), options, verdict, trace);
  if (finding.law == nondeterminism && !outcome.breach) {
    Recorded again(finding, mode);
    Trace other;
    outcome.breach = judge(subject, again.source(), options, verdict, other);
    if (!outcome.breach) outcome.breach = compare(trace, other);
  }
  if (outcome.breach && outcome.breach->law != finding.law) outcome.breach.reset();
  outcome.known = known_defects(trace, options.freedom, subject.claims);
  outcome.divergence = choices.divergence();
  outcome.digest = digest_of(trace);
  outcome.annotated = annotate(trace, outcome.breach) + in_section(who_awaits_whom(trace));
  outcome.schedule = std::move(trace.schedule);
  return outcome;
}

LawSet laws_of(const Finding& finding, const Subject& subject, std::string_view file) {
  try {
    return laws_for(finding.law, subject.claims);
  } catch (const std::invalid_argument&) {
    throw SourceError(file, law_place, "the law " + in_quotes(finding.law),
                      fmt::format("{}, {}, {}, {}, {}", law_names(subject.claims), escape, nondeterminism,
                                  no_crash, no_hang));
  }
}

std::string_view lasting_name(std::string_view law, const LawSet& laws) {
  for (const std::string_view name : {escape, nondeterminism, no_crash, no_hang})
    if (name == law) return name;
  return laws.card(0).name;
}

Replay replayed(const Finding& finding, Outcome outcome) {
  Replay result;
  result.same_step = outcome.breach && outcome.breach->step == finding.step;
  result.same_digest = outcome.digest == finding.digest;
  result.breach = std::move(outcome.breach);
  result.known = std::move(outcome.known);
  result.divergence = outcome.divergence;
  result.schedule = std::move(outcome.schedule);
  result.annotated = std::move(outcome.annotated);
  return result;
}

}  // namespace

Finding to_finding(const Counterexample& counterexample) {
  LawSet laws = laws_for(counterexample.breach.law);
  return to_finding(counterexample, verdict_of(laws));
}

Finding to_finding(const Counterexample& counterexample, const Verdict& verdict) {
  Finding finding;
  finding.law = counterexample.breach.law;
  finding.subject = counterexample.subject;
  finding.message = counterexample.breach.message;
  finding.freedom = counterexample.freedom;
  finding.phase_limit = counterexample.phase_limit;
  finding.step = counterexample.breach.step;
  finding.schedule = counterexample.schedule;
  finding.constraints = counterexample.constraints;
  if (finding.subject == scenario_subject_name) finding.scenario = print(counterexample.scenario);
  // The text is what will be replayed, so the text is what runs here.
  const Flight flight(finding, "finding");
  Outcome outcome = fly(finding, flight.subject(), verdict, LogMode::nearest);
  if (!outcome.breach && !counterexample.last_words.empty())
    outcome.annotated = last_lines(counterexample.last_words);
  if (outcome.breach) {
    finding.message = outcome.breach->message;
    finding.step = outcome.breach->step;
  }
  finding.digest = outcome.digest;
  finding.trace = counterexample.explanation.empty() ? std::move(outcome.annotated)
                                                     : counterexample.explanation + "\n" + outcome.annotated;
  return finding;
}

Replay replay(const Finding& finding, std::string_view file_name, LogMode mode) {
  const Flight flight(finding, file_name);
  LawSet laws = laws_of(finding, flight.subject(), file_name);
  return replayed(finding, fly(finding, flight.subject(), verdict_of(laws), mode));
}

Replay replay(const Finding& finding, std::string_view file_name, const Verdict& verdict, LogMode mode) {
  const Flight flight(finding, file_name);
  return replayed(finding, fly(finding, flight.subject(), verdict, mode));
}

Counterexample to_counterexample(const Finding& finding, std::string_view file_name) {
  const Flight flight(finding, file_name);
  const LawSet laws = laws_of(finding, flight.subject(), file_name);
  Counterexample counterexample;
  counterexample.subject = finding.subject;
  if (finding.subject == scenario_subject_name) counterexample.scenario = parse(finding.scenario, file_name);
  counterexample.schedule = finding.schedule;
  counterexample.constraints = finding.constraints;
  counterexample.freedom = finding.freedom;
  counterexample.phase_limit = finding.phase_limit;
  // The breach's law is a text that outlives it.
  counterexample.breach = {lasting_name(finding.law, laws), finding.step, finding.message};
  return counterexample;
}

}  // namespace windtunnel
