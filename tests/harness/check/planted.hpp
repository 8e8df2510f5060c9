// Breaches that the tests plant: the bundled runtime breaks no law, so shrinking and replaying are tried on
// rules of the tests' own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/check/counterexample.hpp"
#include "harness/check/judge.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

inline constexpr std::string_view planted_law = "planted";

/// Broken by a run with an event of that kind for which `test` says yes, at that event.
template <class Test>
Verdict planted_event(tornado::EventKind kind, Test test) {
  return [kind, test](const Trace& trace, Freedom) -> std::optional<Breach> {
    for (const tornado::Event& event : trace.events) {
      if (event.kind != kind || !test(event)) continue;
      return Breach{planted_law, static_cast<std::size_t>(&event - trace.events.begin()), "there it is"};
    }
    return std::nullopt;
  };
}

/// Broken by a run that has an event line with that word at that virtual time (seconds) or later; certain at
/// the run's end.
inline Verdict planted_line(std::string word, double since) {
  return [word = std::move(word), since](const Trace& trace, Freedom) -> std::optional<Breach> {
    std::string_view rest = trace.text;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (line.find(word) == std::string_view::npos || std::stod(std::string(line)) < since) continue;
      return Breach{planted_law, trace.events.size() - 1, "the word is there"};
    }
    return std::nullopt;
  };
}

/// What a verdict says of a program under a schedule.
inline std::optional<Breach> judged(const Scenario& scenario, const ChoiceLog& schedule,
                                    const Verdict& verdict, Trace& trace) {
  const ScenarioSubject subject(scenario);
  LogSource choices(schedule);
  return judge(subject.subject(), choices, {}, verdict, trace);
}

/// That program, as a campaign would report it if it breaks the planted law under a random schedule of that
/// seed.
inline std::optional<Counterexample> counterexample_in(const Scenario& scenario, const Verdict& verdict,
                                                       std::uint64_t seed) {
  const ScenarioSubject subject(scenario);
  SeededSource choices(seed);
  Trace trace;
  std::optional<Breach> breach = judge(subject.subject(), choices, {}, verdict, trace);
  if (!breach) return std::nullopt;
  Counterexample found;
  found.scenario = scenario;
  found.schedule = trace.schedule;
  found.breach = *breach;
  return found;
}

/// A generated program.
inline Scenario generated(std::uint64_t seed, GeneratorOptions options = {}) {
  SeededSource choices(seed);
  Scenario scenario;
  generate(choices, options, scenario);
  return scenario;
}

}  // namespace windtunnel
