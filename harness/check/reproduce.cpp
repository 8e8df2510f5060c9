#include "harness/check/reproduce.hpp"

#include <fmt/format.h>

#include "harness/check/judge.hpp"
#include "harness/report/annotate.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
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

Outcome run_again(const Scenario& scenario, std::string_view file_name, const ChoiceLog& schedule, Freedom freedom,
                  std::uint32_t phase_limit, std::string_view law) {
  ScenarioSubject subject(scenario, file_name);
  LawSet laws = laws_of(law);
  LogSource choices(schedule);
  RunOptions options;
  options.freedom = freedom;
  options.phase_limit = phase_limit;
  options.name_things = true;
  Trace trace;
  Outcome outcome;
  outcome.breach = judge(subject.subject(), choices, options, laws, trace);
  if (outcome.breach && outcome.breach->law != law) outcome.breach.reset();
  outcome.divergence = choices.divergence();
  outcome.digest = digest_of(trace);
  outcome.annotated = annotate(trace, outcome.breach);
  return outcome;
}

}  // namespace

Finding to_finding(const Counterexample& counterexample) {
  Finding finding;
  finding.law = counterexample.breach.law;
  finding.message = counterexample.breach.message;
  finding.freedom = counterexample.freedom;
  finding.phase_limit = counterexample.phase_limit;
  finding.step = counterexample.breach.step;
  finding.schedule = counterexample.schedule;
  finding.scenario = print(counterexample.scenario);
  // The text is what will be replayed, so the text is what is run here.
  Scenario scenario = parse(finding.scenario, "finding");
  Outcome outcome = run_again(scenario, "finding", finding.schedule, finding.freedom, finding.phase_limit, finding.law);
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
  Scenario scenario = parse(finding.scenario, fmt::format("{}(scenario)", file_name));
  Outcome outcome = run_again(scenario, file_name, finding.schedule, finding.freedom, finding.phase_limit, finding.law);
  Replay result;
  result.same_step = outcome.breach && outcome.breach->step == finding.step;
  result.same_digest = outcome.digest == finding.digest;
  result.breach = std::move(outcome.breach);
  result.divergence = outcome.divergence;
  result.annotated = std::move(outcome.annotated);
  return result;
}

}  // namespace windtunnel
