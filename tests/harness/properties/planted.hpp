// Violations that the tests plant: the bundled runtime breaks no law, so shrinking and replaying are tried on
// rules of the tests' own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/core/case.hpp"
#include "harness/core/lines.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/properties/judge.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::properties {

inline constexpr std::string_view planted_law = "planted";

/// A judge that is made of a rule.
template <class Rule>
std::shared_ptr<Judge> judge_by(Rule rule) {
  return std::make_shared<RuleJudge<Rule>>(std::move(rule));
}

/// Violated by a run with an event of that kind for which `test` says yes, at that event.
template <class Test>
std::shared_ptr<Judge> planted_event(tornado::EventKind kind, Test test) {
  return judge_by([kind, test](const core::Trace& trace) -> std::optional<core::Violation> {
    for (const tornado::Event& event : trace.events) {
      if (event.kind != kind || !test(event)) continue;
      return core::Violation{planted_law, static_cast<std::size_t>(&event - trace.events.begin()),
                             "there it is"};
    }
    return std::nullopt;
  });
}

/// Violated by a run that has an event line with that word at that virtual time (seconds) or later; certain
/// at the run's end.
inline std::shared_ptr<Judge> planted_line(std::string word, double since) {
  return judge_by(
      [word = std::move(word), since](const core::Trace& trace) -> std::optional<core::Violation> {
        std::string_view rest = trace.text;
        while (!rest.empty()) {
          const std::string_view line = core::take_line(rest);
          if (line.find(word) == std::string_view::npos || std::stod(std::string(line)) < since) continue;
          return core::Violation{planted_law, trace.events.size() - 1, "the word is there"};
        }
        return std::nullopt;
      });
}

/// What a judge says of a program under a schedule.
inline std::optional<core::Violation> judged(const scenario::Scenario& scenario,
                                             const core::Schedule& schedule, Judge& judge,
                                             core::Trace& trace) {
  core::Case one = subjects::case_of(scenario);
  one.schedule = schedule;
  return run(one, judge, trace);
}

/// That program, as a campaign would report it if it fails under a random schedule of that seed.
inline std::optional<core::Failure> failure_in(const scenario::Scenario& scenario, Judge& judge,
                                               std::uint64_t seed) {
  core::Failure found;
  static_cast<core::Case&>(found) = subjects::case_of(scenario);
  core::SeededSource choices(seed);
  core::Trace trace;
  std::optional<core::Violation> violation =
      run_and_judge(found.subject, choices, options_of(found), judge, trace, found.program.get());
  if (!violation) return std::nullopt;
  found.schedule = trace.schedule;
  found.violation = *violation;
  return found;
}

/// A generated program.
inline scenario::Scenario generated(std::uint64_t seed, generator::GeneratorOptions options = {}) {
  core::SeededSource choices(seed);
  scenario::Scenario scenario;
  generate(choices, options, scenario);
  return scenario;
}

}  // namespace windtunnel::properties
