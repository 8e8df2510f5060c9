#include "harness/oracle/difference_finding.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/oracle/side_by_side.hpp"
#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

using testing::HasSubstr;

// What this runtime does with two events, and a real one that said something else.
Difference made_up(const std::string& real) {
  const std::optional<Difference> found = compare(run_locally(two_events, {core::parse_choices("1/2"), 0, 0}),
                                                  {OracleAnswer::Kind::ran, {real}, 0, {}});
  return found.value();
}

constexpr const char* other = "schedule 1/2\n0 log begin\n0 log b\n0 return None\n";

TEST(SideBySide, ShowsBothAndMarksWhatDiffers) {
  EXPECT_EQ(side_by_side(made_up(other)),
            "  this runtime  | the real Tornado 4.5.3\n"
            "  schedule 1/2  | schedule 1/2\n"
            "  0 log begin   | 0 log begin\n"
            "> 0 return None | 0 log b\n"
            "> 0 log b       | 0 return None\n"
            "> 0 log a\n");
}

TEST(SideBySide, WhatDoesNotCountIsNotMarked) {
  Difference found{as_original,
                   "",
                   {},
                   {false, "schedule -\n0 log TypeError(é)\n0 log a\n"},
                   {false, "schedule -\n0 log TypeError(no)\n0 log b\n"},
                   ""};
  EXPECT_EQ(side_by_side(found),
            "  this runtime       | the real Tornado 4.5.3\n"
            "  schedule -         | schedule -\n"
            "  0 log TypeError(é) | 0 log TypeError(no)\n"
            "> 0 log a            | 0 log b\n");
}

TEST(SideBySide, ShowsARefusalAndAFailure) {
  Difference found{as_original, "", {}, {true, "no"}, {false, "schedule -\n"}, ""};
  EXPECT_EQ(side_by_side(found),
            "  this runtime | the real Tornado 4.5.3\n"
            "> refused: no  | schedule -\n");
  found = {oracle_answers, "", {}, {false, "schedule -\n"}, {false, "it died\n"}, ""};
  EXPECT_EQ(side_by_side(found),
            "  this runtime | the oracle\n"
            "> schedule -   | it died\n");
}

TEST(SideBySide, OfALongTraceOnlyTheNeighbourhoodIsShown) {
  std::string same = "schedule -\n";
  for (int line = 0; line < 10'000; ++line) same += "0 log a\n";
  const Difference found{
      as_original, "", {}, {false, same + "1 log x\n" + same}, {false, same + "1 log y\n" + same}, ""};
  const std::string text = side_by_side(found);
  EXPECT_THAT(text, HasSubstr("\n  ... 9801 lines that are the same\n"));
  EXPECT_THAT(text, HasSubstr("\n> 1 log x      | 1 log y\n"));
  EXPECT_TRUE(text.ends_with("  ... and more\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 303);
}

TEST(DifferenceFinding, HoldsWhatAReplayNeeds) {
  const findings::Finding finding = to_finding(made_up(other));
  EXPECT_TRUE(is_difference(finding));
  EXPECT_EQ(finding.law, "as-original");
  EXPECT_EQ(finding.step, 2U);
  EXPECT_EQ(to_text(finding.schedule), "1/2");
  EXPECT_EQ(finding.scenario, two_events);
  EXPECT_EQ(findings::parse_finding(to_text(finding), "f"), finding);
  findings::Finding law = finding;
  law.law = "V1";
  EXPECT_FALSE(is_difference(law));
}

TEST(DifferenceFinding, AReplayTellsWhetherTheSidesStillDiffer) {
  findings::Finding finding = to_finding(made_up(other));
  EXPECT_TRUE(replay_difference(finding).differs);
  // As if this runtime had been mended: it does what the real one is said to have done.
  Difference mended = made_up(other);
  mended.real = mended.native;
  const DifferenceReplay replay = replay_difference(to_finding(mended));
  EXPECT_FALSE(replay.differs);
  EXPECT_EQ(replay.native, mended.native);
}

TEST(DifferenceFinding, ARefusalIsReplayedAsOne) {
  const OracleAnswer no{OracleAnswer::Kind::refused, {}, 0, "line 2: no"};
  findings::Finding finding = to_finding(compare(run_locally(two_events, {}), no).value());
  EXPECT_TRUE(replay_difference(finding).differs);
  finding.scenario = "import os\n";
  EXPECT_FALSE(replay_difference(finding).differs);
}

}  // namespace
}  // namespace windtunnel::oracle
