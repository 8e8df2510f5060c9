// The defects of the original that are kept, as whole scenarios show them.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/litmus/litmus_index.hpp"
#include "harness/properties/judge.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::properties {
namespace {

bool to_come(const std::string& name) {
  for (const LawGroup& group : law_groups())
    for (const LawEntry& law : group.laws)
      if (law.name == name) return group.to_come;
  return false;
}

// Whether this runtime has all that the scenario is about.
bool can_run(const litmus::LitmusEntry& entry) {
  return std::none_of(entry.header.laws.begin(), entry.header.laws.end(), to_come);
}

// The known defects that the scenario shows under some random schedules, contract model.
std::set<std::string> shown_by(const litmus::LitmusEntry& entry) {
  constexpr std::uint64_t schedules = 30;
  const scenario::Scenario scenario = scenario::parse(scenario::read_source(entry.file), entry.name);
  const subjects::ScenarioSubject subject(scenario, entry.name);
  std::set<std::string> shown;
  for (std::uint64_t seed = 0; seed < schedules; ++seed) {
    core::SeededSource choices(seed);
    core::Trace trace;
    run(subject.subject(), choices, {}, trace);
    for (const Known& known : known_defects(trace)) shown.emplace(known.defect);
  }
  return shown;
}

TEST(Known, ALitmusScenarioShowsTheDefectsThatItIsMarkedWithAndNoOthers) {
  std::set<std::string> seen;
  for (const litmus::LitmusEntry& entry :
       litmus::litmus_index(std::filesystem::path(WINDTUNNEL_SOURCE_DIR) / "corpus/litmus")) {
    if (!can_run(entry)) continue;
    const std::set<std::string> marked(entry.header.known.begin(), entry.header.known.end());
    EXPECT_EQ(shown_by(entry), marked) << entry.name;
    seen.insert(marked.begin(), marked.end());
  }
  EXPECT_TRUE(seen.contains("R12") && seen.contains("R13") && seen.contains("R14"));
}

}  // namespace
}  // namespace windtunnel::properties
