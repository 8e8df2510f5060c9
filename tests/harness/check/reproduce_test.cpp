#include "harness/check/reproduce.hpp"

#include <gtest/gtest.h>

#include "harness/check/shrinker.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "tests/harness/check/planted.hpp"

namespace windtunnel {
namespace {

const Verdict& planted() {
  static const Verdict verdict = planted_event(tornado::EventKind::timer_begin,
                                               [](const tornado::Event& event) { return event.id >= 2; });
  return verdict;
}

// As a campaign would leave it; no matter what is planted the law's name is one that exists.
Finding some_finding(bool shrunk = true) {
  for (std::uint64_t seed = 0;; ++seed) {
    std::optional<Counterexample> found = counterexample_in(generated(seed), planted(), seed);
    if (!found || found->schedule.empty()) continue;
    if (shrunk) shrink(*found, planted());
    return to_finding(*found, planted());
  }
}

std::string refusal(const Finding& finding) {
  try {
    replay(finding, "f.finding");
    return "";
  } catch (const SourceError& error) {
    return error.what();
  }
}

TEST(Reproduce, AFindingFailsInTheSameWayAHundredTimes) {
  for (const bool shrunk : {true, false}) {
    const Finding finding = some_finding(shrunk);
    const Finding read = parse_finding(to_text(finding), "f");
    for (int time = 0; time < 100; ++time) {
      const Replay result = replay(read, "f", planted());
      ASSERT_TRUE(result.reproduced());
      ASSERT_FALSE(result.divergence);
      ASSERT_EQ(result.annotated, finding.trace);
    }
  }
}

TEST(Reproduce, WhatChangedIsSaid) {
  const Finding finding = some_finding(false);
  Finding other = finding;
  other.digest ^= 1;
  Replay result = replay(other, "f", planted());
  EXPECT_TRUE(result.breach && result.same_step);
  EXPECT_FALSE(result.same_digest || result.reproduced());

  other = finding;
  ++other.step;
  result = replay(other, "f", planted());
  EXPECT_TRUE(result.breach && result.same_digest);
  EXPECT_FALSE(result.same_step || result.reproduced());

  other = finding;
  other.scenario = "def main():\n    pass\n";
  result = replay(other, "f", planted());
  EXPECT_FALSE(result.breach || result.same_digest || result.same_step || result.reproduced());

  other = finding;
  std::vector<Choice> choices(other.schedule.choices().begin(), other.schedule.choices().end());
  choices.front().options += 5;
  other.schedule = ChoiceLog(choices);
  result = replay(other, "f", planted());
  ASSERT_TRUE(result.divergence);
  EXPECT_EQ(result.divergence->step, 0U);
}

TEST(Reproduce, ALawThatHoldsNowIsNotBroken) {
  Finding finding = some_finding();
  finding.law = "V1";
  const Replay result = replay(finding, "f");
  EXPECT_FALSE(result.breach);
  EXPECT_TRUE(result.same_digest);
  finding.law = nondeterminism;
  EXPECT_FALSE(replay(finding, "f").breach);
  finding.law = escape;
  EXPECT_FALSE(replay(finding, "f").breach);
}

TEST(Reproduce, ANativeSubjectsFindingIsItsSchedule) {
  const Verdict verdict =
      planted_event(tornado::EventKind::periodic_stop, [](const tornado::Event&) { return true; });
  Counterexample found;
  found.subject = "periodic";
  found.schedule = parse_schedule("value:1/3");
  found.breach = {planted_law, 0, ""};
  const Finding finding = parse_finding(to_text(to_finding(found, verdict)), "f");
  EXPECT_EQ(finding.scenario, "");
  EXPECT_TRUE(replay(finding, "f", verdict).reproduced());
}

TEST(Reproduce, WhatCannotBeRunIsRefusedWithItsPlaceInTheFile) {
  Finding finding = some_finding();
  finding.law = "V99";
  EXPECT_TRUE(refusal(finding).starts_with("f.finding:2:5: found the law `V99`; allowed here: V1, V2, "))
      << refusal(finding);
  EXPECT_TRUE(refusal(finding).ends_with(", no-escape, deterministic, no-crash, no-hang"))
      << refusal(finding);
  finding.law = "V1";
  finding.subject = "other";
  EXPECT_TRUE(refusal(finding).starts_with(
      "f.finding:3:9: found the subject `other`; allowed here: scenario, periodic, "))
      << refusal(finding);
  finding.subject = "scenario";
  finding.scenario = "def main():\n    pass pass\n";
  EXPECT_TRUE(refusal(finding).starts_with("f.finding:12:10: found `pass`")) << refusal(finding);
  finding.scenario = "def main():\n    \xff\n";
  EXPECT_TRUE(refusal(finding).starts_with("f.finding:12:5: found the byte `\\xff`")) << refusal(finding);
}

}  // namespace
}  // namespace windtunnel
