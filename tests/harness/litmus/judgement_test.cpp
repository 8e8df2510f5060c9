#include "harness/litmus/judgement.hpp"

#include <gtest/gtest.h>

namespace windtunnel::litmus {
namespace {

// `a` in the canonical run and one more, `b` in a third.
Exploration seen(bool complete = true) {
  Exploration exploration;
  exploration.add("a", {});
  exploration.add("b", core::parse_choices("1/2"));
  exploration.add("a", core::parse_choices("1/2,1/2"));
  exploration.complete = complete;
  return exploration;
}

Judgement judged(std::vector<Expectation> expectations, const Exploration& exploration = seen()) {
  LitmusHeader header;
  header.expectations = std::move(expectations);
  return judge(header, exploration);
}

TEST(Judgement, IsOkIfAllIsAsExpected) {
  const Judgement judgement =
      judged({{Demand::canonical, "a"}, {Demand::may, "b"}, {Demand::may, "c"}, {Demand::must_not, "d"}});
  EXPECT_EQ(judgement.verdict, Verdict::ok);
  EXPECT_EQ(judgement.schedules, 3U);
  EXPECT_TRUE(judgement.complete);
  ASSERT_EQ(judgement.outcomes.size(), 4U);
  EXPECT_EQ(judgement.outcomes[0].count, 2U);
  EXPECT_EQ(judgement.outcomes[1].count, 1U);
  EXPECT_EQ(to_text(judgement.outcomes[1].schedule), "1/2");
  EXPECT_EQ(judgement.outcomes[2].count, 0U);
  for (const JudgedOutcome& each : judgement.outcomes) EXPECT_EQ(each.verdict, Verdict::ok) << each.outcome;
}

TEST(Judgement, FailsWhereAnOutcomeThatMustOccurDoesNot) {
  const Judgement judgement = judged({{Demand::must, "a"}, {Demand::must, "b"}, {Demand::must, "c"}});
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.outcomes[0].verdict, Verdict::ok);
  EXPECT_EQ(judgement.outcomes[2].verdict, Verdict::fail);
}

TEST(Judgement, FailsWhereAnOutcomeThatMustNotOccurDoes) {
  const Judgement judgement = judged({{Demand::must, "a"}, {Demand::must_not, "b"}});
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.outcomes[1].verdict, Verdict::fail);
  EXPECT_EQ(judgement.outcomes[1].count, 1U);
}

TEST(Judgement, FailsWhereAnotherOutcomeIsCanonical) {
  const Judgement judgement = judged({{Demand::canonical, "b"}, {Demand::must, "a"}});
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.outcomes[0].verdict, Verdict::fail);
  EXPECT_EQ(judgement.outcomes[1].verdict, Verdict::ok);
}

TEST(Judgement, FailsWhereAnOutcomeIsNotListed) {
  for (const Demand demand : {Demand::canonical, Demand::must, Demand::may}) {
    const Judgement judgement = judged({{demand, "a"}});
    EXPECT_EQ(judgement.verdict, Verdict::fail);
    ASSERT_EQ(judgement.outcomes.size(), 2U);
    EXPECT_EQ(judgement.outcomes[1].outcome, "b");
    EXPECT_EQ(judgement.outcomes[1].demand, std::nullopt);
    EXPECT_EQ(judgement.outcomes[1].verdict, Verdict::fail);
  }
}

TEST(Judgement, IsOpenWhereNotAllWasSeen) {
  const Judgement judgement =
      judged({{Demand::canonical, "a"}, {Demand::must, "b"}, {Demand::must, "c"}, {Demand::must_not, "d"}},
             seen(false));
  EXPECT_EQ(judgement.verdict, Verdict::open);
  EXPECT_FALSE(judgement.complete);
  EXPECT_EQ(judgement.outcomes[0].verdict, Verdict::ok);
  EXPECT_EQ(judgement.outcomes[1].verdict, Verdict::ok);
  EXPECT_EQ(judgement.outcomes[2].verdict, Verdict::open);
  EXPECT_EQ(judgement.outcomes[3].verdict, Verdict::open);
  EXPECT_EQ(judged({{Demand::may, "a"}, {Demand::may, "b"}}, seen(false)).verdict, Verdict::open);
  EXPECT_EQ(judged({{Demand::may, "a"}}, seen(false)).verdict, Verdict::fail);
}

}  // namespace
}  // namespace windtunnel::litmus
