// Explorations of small scenarios, for the tests of the code that judges and shows them.
#pragma once

#include <string>

#include "harness/litmus/exploration.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::litmus {

inline Exploration explore_scenario(const std::string& text, const ExploreOptions& options = {},
                                    const std::string& file = "x.py") {
  const scenario::Scenario scenario = scenario::parse(text, file);
  const subjects::ScenarioSubject subject(scenario, file);
  return explore(subject.subject(), options);
}

/// A scenario with that many events, each of which logs its number.
inline std::string events_scenario(int count) {
  std::string text = "from windtunnel import log, external\n\ndef main():\n    pass\n";
  for (int event = 1; event <= count; ++event) text += "\nexternal(log, " + std::to_string(event) + ")";
  return text + "\n";
}

}  // namespace windtunnel::litmus
