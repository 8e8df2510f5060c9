// Properties of every scenario in corpus/litmus.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "harness/litmus/judgement.hpp"
#include "harness/litmus/litmus_index.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/scenario/source_text.hpp"
#include "tests/harness/litmus/exploring.hpp"

namespace windtunnel::litmus {
namespace {

const std::string root = WINDTUNNEL_SOURCE_DIR;

std::vector<LitmusEntry> corpus() {
  return litmus_index(root + "/corpus/litmus");
}

Exploration explore_entry(const LitmusEntry& entry, core::SchedulingModel model) {
  ExploreOptions options;
  options.model = model;
  options.times = entry.header.times;
  return explore_scenario(scenario::read_source(entry.file), options, entry.name);
}

/// Every way to contradict what was seen, each as a header.
std::vector<LitmusHeader> broken(const LitmusHeader& header, const Exploration& seen) {
  std::vector<LitmusHeader> all;
  for (std::size_t at = 0; at < header.expectations.size(); ++at) {
    LitmusHeader wrong = header;
    Expectation& expectation = wrong.expectations[at];
    const std::string outcome = expectation.outcome;
    const bool occurs = std::any_of(seen.outcomes.begin(), seen.outcomes.end(),
                                    [&](const Observed& each) { return each.outcome == outcome; });
    expectation.demand = occurs ? Demand::must_not : Demand::must;
    all.push_back(wrong);
    if (seen.outcomes.front().outcome != outcome) {
      wrong.expectations[at].demand = Demand::canonical;
      all.push_back(wrong);
    }
    if (!occurs) continue;
    wrong.expectations.erase(wrong.expectations.begin() + static_cast<std::ptrdiff_t>(at));
    all.push_back(wrong);
  }
  return all;
}

TEST(LitmusCorpus, NamesLawsThatThereAre) {
  const std::vector<LitmusEntry> index = corpus();
  EXPECT_GE(index.size(), 60U);
  for (const LitmusEntry& entry : index) {
    for (const std::string& law : entry.header.laws)
      EXPECT_NE(properties::find_law(law), nullptr) << entry.name << ": " << law;
  }
}

TEST(LitmusCorpus, ShowsEachKnownDefectThatTheLanguageCanSay) {
  std::set<std::string_view> known;
  for (const properties::LawGroup& group : properties::law_groups()) {
    for (const properties::LawEntry& law : group.laws)
      if (law.known) known.insert(law.name);
  }
  // G27 needs a concurrent Future, L23 a PeriodicCallback: scenarios have neither.
  known.erase("G27");
  known.erase("L23");
  ASSERT_FALSE(known.empty());
  const std::vector<LitmusEntry> index = corpus();
  std::set<std::string_view> shown;
  for (const LitmusEntry& entry : index) {
    shown.insert(entry.header.known.begin(), entry.header.known.end());
  }
  EXPECT_EQ(shown, known);
}

TEST(LitmusCorpus, IsAsItSaysAndCouldFail) {
  std::set<std::string> questions;
  for (const LitmusEntry& entry : corpus()) {
    EXPECT_TRUE(questions.insert(entry.header.question).second) << entry.header.question;
    std::map<std::string, std::uint64_t> occurrences;
    for (const core::SchedulingModel model :
         {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
      if (model == core::SchedulingModel::adversarial && !entry.header.adversary) continue;
      const Exploration seen = explore_entry(entry, model);
      EXPECT_TRUE(seen.complete) << entry.name;
      EXPECT_EQ(judge(entry.header, seen).verdict, Verdict::ok) << entry.name << ", " << core::name_of(model);
      for (const LitmusHeader& wrong : broken(entry.header, seen)) {
        EXPECT_EQ(judge(wrong, seen).verdict, Verdict::fail) << entry.name << ", " << core::name_of(model);
      }
      for (const Observed& each : seen.outcomes) occurrences[each.outcome] += each.count;
    }
    // A `may` that never occurs says nothing, so it is not wrong.
    for (const Expectation& each : entry.header.expectations) {
      if (each.demand != Demand::may) continue;
      EXPECT_GT(occurrences[each.outcome], 0U) << entry.name << ": " << each.outcome;
    }
  }
}

}  // namespace
}  // namespace windtunnel::litmus
