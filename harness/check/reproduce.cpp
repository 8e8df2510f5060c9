#include "harness/check/reproduce.hpp"

#include <fmt/format.h>

#include "harness/check/judge.hpp"
#include "harness/report/annotate.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

struct Outcome {
  std::optional<Breach> breach;
  std::optional<Divergence> divergence;
  std::uint64_t digest = 0;
  std::string annotated;
};

LawSet laws_of(std::string_view law) {
  if (law == escape || law == nondeterminism) return LawSet();
  return LawSet(std::vector<std::string>{std::string(law)});
}

Outcome run_again(const Finding& finding, std::string_view file_name) {
  Scenario scenario;
  ScenarioSubject storage;
  Subject subject{};
  if (finding.subject == scenario_subject_name) {
    scenario = parse(finding.scenario, fmt::format("{}(scenario)", file_name));
    storage.reset(scenario, file_name);
    subject = storage.subject();
  } else if (const NativeSubject* native = find_native_subject(finding.subject)) {
    subject = native->subject;
  } else {
    throw FindingError(fmt::format("{}: found the subject {}; this windtunnel has no such subject", file_name,
                                   in_quotes(finding.subject)));
  }
  LawSet laws = laws_of(finding.law);
  LogSource choices(finding.schedule);
  RunOptions options;
  options.freedom = finding.freedom;
  options.phase_limit = finding.phase_limit;
  options.name_things = true;
  Trace trace;
  Outcome outcome;
  outcome.breach = judge(subject, choices, options, laws, trace);
  if (outcome.breach && outcome.breach->law != finding.law) outcome.breach.reset();
  outcome.divergence = choices.divergence();
  outcome.digest = digest_of(trace);
  outcome.annotated = annotate(trace, outcome.breach);
  return outcome;
}

}  // namespace

Finding to_finding(const Counterexample& counterexample) {
  Finding finding;
  finding.law = counterexample.breach.law;
  finding.subject = counterexample.subject;
  finding.message = counterexample.breach.message;
  finding.freedom = counterexample.freedom;
  finding.phase_limit = counterexample.phase_limit;
  finding.step = counterexample.breach.step;
  finding.schedule = counterexample.schedule;
  if (finding.subject == scenario_subject_name) finding.scenario = print(counterexample.scenario);
  Outcome outcome =
      run_again(finding, "finding");  // the text is what will be replayed, so the text is what runs here
  if (outcome.breach) {
    finding.message = outcome.breach->message;
    finding.step = outcome.breach->step;
  }
  finding.digest = outcome.digest;
  finding.trace = std::move(outcome.annotated);
  return finding;
}

Replay replay(const Finding& finding, std::string_view file_name) {
  try {
    laws_of(finding.law);
  } catch (const std::invalid_argument& error) {
    throw FindingError(fmt::format("{}: {}", file_name, error.what()));
  }
  Outcome outcome = run_again(finding, file_name);
  Replay result;
  result.same_step = outcome.breach && outcome.breach->step == finding.step;
  result.same_digest = outcome.digest == finding.digest;
  result.breach = std::move(outcome.breach);
  result.divergence = outcome.divergence;
  result.annotated = std::move(outcome.annotated);
  return result;
}

}  // namespace windtunnel
