#include "harness/oracle/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

using testing::HasSubstr;

LocalRuns ran(std::vector<std::string> traces) {
  return {"the source", std::vector<core::ChoiceLog>(traces.size()), std::move(traces), std::nullopt};
}

OracleAnswer answered(std::vector<std::string> traces) {
  return {OracleAnswer::Kind::ran, std::move(traces), 0, {}};
}

TEST(Comparison, EachScheduleOfAProgramIsRunOnce) {
  const LocalRuns runs = run_locally(two_events, {{}, 20, 1});
  EXPECT_EQ(runs.refused, std::nullopt);
  ASSERT_EQ(runs.schedules.size(), 2U);
  EXPECT_EQ(to_text(runs.schedules[0]), "0/2");
  EXPECT_EQ(to_text(runs.schedules[1]), "1/2");
  EXPECT_EQ(runs.traces[1], "schedule 1/2\n0 log begin\n0 return None\n0 log b\n0 log a\n");
  const OracleRequest request = request_for(runs);
  EXPECT_EQ(request.source, two_events);
  EXPECT_EQ(request.schedules, (std::vector<std::string>{"0/2", "1/2"}));
}

TEST(Comparison, TheFirstScheduleIsTheOneThatIsAskedFor) {
  const LocalRuns runs = run_locally(two_events, {core::parse_choices("1/2"), 0, 1});
  ASSERT_EQ(runs.schedules.size(), 1U);
  EXPECT_EQ(to_text(runs.schedules[0]), "1/2");
}

TEST(Comparison, EqualTracesAreNoDifference) {
  EXPECT_FALSE(compare(ran({"schedule -\n0 log a\n"}), answered({"schedule -\n0 log a\n"})));
  EXPECT_FALSE(
      compare(ran({"schedule -\n0 raise TypeError(a)\n"}), answered({"schedule -\n0 raise TypeError(b)\n"})));
}

TEST(Comparison, AnyOtherLineIsADifference) {
  const std::string same = "schedule -\n0 log a\n";
  const std::string ours = "schedule 0/2\n0 log a\n1 return 2\n";
  struct Case {
    const char* real;
    const char* message;
  };
  for (const Case& each :
       {Case{"schedule 0/2\n0 log a\n1 return 3\n",
             "line 3: this runtime shows `1 return 2`, the real one `1 return 3`"},
        Case{"schedule 0/2\n0 log a\n",
             "line 3: this runtime shows `1 return 2`, the real one `nothing more`"},
        Case{"schedule 0/2\n0 log a\n1 return 2\nend unretrieved Boom()\n",
             "line 4: this runtime shows `nothing more`, the real one `end unretrieved Boom()`"},
        Case{"schedule 0/3\n0 log a\n1 return 2\n",
             "line 1: this runtime shows `schedule 0/2`, the real one `schedule 0/3`"}}) {
    const std::optional<Difference> found = compare(ran({same, ours}), answered({same, each.real}));
    ASSERT_TRUE(found) << each.message;
    EXPECT_EQ(found->law, as_original);
    EXPECT_EQ(found->message, each.message);
    EXPECT_EQ(found->native, (SideResult{false, ours}));
    EXPECT_EQ(found->real, (SideResult{false, each.real}));
    EXPECT_EQ(found->source, "the source");
  }
}

TEST(Comparison, ARefusalByOneSideIsADifference) {
  const OracleAnswer no{OracleAnswer::Kind::refused, {}, 0, "line 2: no"};
  const std::optional<Difference> theirs = compare(ran({"schedule -\n"}), no);
  ASSERT_TRUE(theirs);
  EXPECT_EQ(theirs->law, as_original);
  EXPECT_EQ(theirs->message, "this runtime accepts it; the real one refuses it: line 2: no");
  const LocalRuns refused = run_locally("import os\n", {});
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(request_for(refused).schedules, std::vector<std::string>{"-"});
  const std::optional<Difference> ours = compare(refused, answered({"schedule -\n"}));
  ASSERT_TRUE(ours);
  EXPECT_THAT(ours->message, HasSubstr("this runtime refuses it: scenario:1:"));
  EXPECT_THAT(ours->message, HasSubstr("; the real one accepts it"));
  EXPECT_FALSE(compare(refused, no));
}

TEST(Comparison, AnOracleThatFailsNeverAgrees) {
  const OracleAnswer failed{OracleAnswer::Kind::failed, {}, 0, "it died"};
  for (const LocalRuns& native : {ran({"schedule -\n"}), run_locally("import os\n", {})}) {
    const std::optional<Difference> found = compare(native, failed);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->law, oracle_answers);
    EXPECT_EQ(found->message, "the oracle failed: it died");
  }
}

TEST(Comparison, LinesAreCountedFromZero) {
  EXPECT_EQ(first_different_line("", ""), std::nullopt);
  EXPECT_EQ(first_different_line("a\nb\n", "a\nb\n"), std::nullopt);
  EXPECT_EQ(first_different_line("a\n", "b\n"), 0U);
  EXPECT_EQ(first_different_line("a\nb\nc\n", "a\nx\nc\n"), 1U);
  EXPECT_EQ(first_different_line("a\nb\n", "a\n"), 1U);
  EXPECT_EQ(first_different_line("", "a\n"), 0U);
}

}  // namespace
}  // namespace windtunnel::oracle
