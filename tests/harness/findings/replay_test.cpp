#include "harness/findings/replay.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/source_error.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::findings {
namespace {

properties::Judge& planted() {
  static const auto judge = properties::planted_event(
      tornado::EventKind::timer_begin, [](const tornado::Event& event) { return event.id >= 2; });
  return *judge;
}

// As a campaign would leave it; no matter what is planted the law's name is one that exists.
Finding some_finding(bool shrunk = true) {
  for (std::uint64_t seed = 0;; ++seed) {
    std::optional<core::Failure> found = failure_in(properties::generated(seed), planted(), seed);
    if (!found || found->schedule.choices.empty()) continue;
    if (shrunk) shrink::shrink(*found, planted());
    return to_finding(*found, planted());
  }
}

Replay replayed(const Finding& finding, properties::Judge& judge) {
  return replay(failure_of(finding, "f"), judge);
}

Replay replayed(const Finding& finding) {
  const core::Failure failure = failure_of(finding, "f.finding");
  return replay(failure, *judge_of(finding, failure, "f.finding"));
}

std::string refusal(const Finding& finding) {
  try {
    replayed(finding);
    return "";
  } catch (const scenario::SourceError& error) {
    return error.what();
  }
}

TEST(Replay, AFindingFailsInTheSameWayAHundredTimes) {
  for (const bool shrunk : {true, false}) {
    const Finding finding = some_finding(shrunk);
    const Finding read = parse_finding(to_text(finding), "f");
    for (int time = 0; time < 100; ++time) {
      const Replay result = replayed(read, planted());
      ASSERT_TRUE(result.reproduced());
      ASSERT_FALSE(result.divergence);
      ASSERT_EQ(result.annotated, finding.trace);
    }
  }
}

TEST(Replay, WhatChangedIsSaid) {
  const Finding finding = some_finding(false);
  Finding other = finding;
  other.digest ^= 1;
  Replay result = replayed(other, planted());
  EXPECT_TRUE(result.violation && result.same_step);
  EXPECT_FALSE(result.same_digest || result.reproduced());

  other = finding;
  ++other.step;
  result = replayed(other, planted());
  EXPECT_TRUE(result.violation && result.same_digest);
  EXPECT_FALSE(result.same_step || result.reproduced());

  other = finding;
  other.scenario = "def main():\n    pass\n";
  result = replayed(other, planted());
  EXPECT_FALSE(result.violation || result.same_digest || result.same_step || result.reproduced());

  other = finding;
  const auto recorded = other.schedule.choices.choices();
  std::vector<core::Choice> choices(recorded.begin(), recorded.end());
  choices.front().options += 5;
  other.schedule = core::ChoiceLog(choices);
  result = replayed(other, planted());
  ASSERT_TRUE(result.divergence);
  EXPECT_EQ(result.divergence->step, 0U);
}

TEST(Replay, ALawThatHoldsNowIsNotViolated) {
  Finding finding = some_finding();
  finding.law = "V1";
  const Replay result = replayed(finding);
  EXPECT_FALSE(result.violation);
  EXPECT_TRUE(result.same_digest);
  for (const std::string_view rule : {rules::nondeterminism, rules::escape, rules::check, rules::livelock}) {
    finding.law = rule;
    EXPECT_FALSE(replayed(finding).violation) << rule;
  }
}

TEST(Replay, TheFindingOfASubjectInCppIsItsSchedule) {
  const auto judge = properties::planted_event(tornado::EventKind::periodic_stop,
                                               [](const tornado::Event&) { return true; });
  core::Failure found;
  found.subject = *subjects::find_cpp_subject("periodic");
  found.schedule = core::parse_schedule("value:1/3");
  found.violation = {properties::planted_law, 0, ""};
  const Finding finding = parse_finding(to_text(to_finding(found, *judge)), "f");
  EXPECT_EQ(finding.subject, "periodic");
  EXPECT_EQ(finding.scenario, "");
  EXPECT_TRUE(replayed(finding, *judge).reproduced());
}

TEST(Replay, WhatCannotBeRunIsRefusedWithItsPlaceInTheFile) {
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
}  // namespace windtunnel::findings
