#include "harness/report/tests_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

findings::TestReport search_of(const std::string& test, std::uint64_t reached) {
  findings::TestReport report;
  report.test = test;
  report.subject = "bank";
  report.schedules = 500;
  report.goals = {{"full", reached}};
  return report;
}

TestsReport shard(std::uint64_t number, const std::vector<findings::TestReport>& tests) {
  return parse_tests_report(to_report(tests, {"./bank_test", number, 3}), "r");
}

TEST(TestsReport, SaysWhatTheProgramWrote) {
  findings::TestReport failed = search_of("Bank.Pays", 7);
  failed.holds = false;
  failed.found.emplace();
  failed.found->finding.law = "check";
  failed.found->finding.message = "no";
  failed.found->replay = "1.bank.check.x";
  const std::string text = findings::to_report({failed, search_of("Bank.Takes", 0)}, {"./bank_test", 2, 3});
  EXPECT_TRUE(is_tests_report(text));
  const TestsReport read = parse_tests_report(text, "r");
  EXPECT_EQ(read.program, "./bank_test");
  EXPECT_EQ(read.shard, (engine::Shard{2, 3}));
  ASSERT_EQ(read.tests.size(), 2U);
  EXPECT_EQ(read.tests[0].law, "check");
  EXPECT_EQ(read.tests[0].replay, "1.bank.check.x");
  EXPECT_EQ(read.tests[0].goals.at(0).schedules, 7U);
  EXPECT_TRUE(read.tests[1].holds);
}

TEST(TestsReport, OfAllShardsJudgesTheGoalsThatNoneReached) {
  const auto shards = [](std::uint64_t reached) {
    return std::vector{shard(1, {search_of("Bank.Pays", 0)}), shard(3, {search_of("Bank.Pays", reached)}),
                       shard(2, {search_of("Bank.Pays", 0)})};
  };
  const MergedTests reached = merge(shards(1), {"a", "b", "c"});
  EXPECT_TRUE(reached.shards.is_complete());
  EXPECT_EQ(reached.schedules(), 1500U);
  EXPECT_THAT(reached.objections(), IsEmpty());
  EXPECT_THAT(
      merge(shards(0), {"a", "b", "c"}).objections(),
      ElementsAre("Bank.Pays: sometimes \"full\": none of the 1,500 schedules of all shards reached it"));
}

TEST(TestsReport, OfSomeShardsDoesNotJudgeGoals) {
  const MergedTests merged = merge({shard(1, {search_of("Bank.Pays", 0)})}, {"a"});
  EXPECT_THAT(merged.shards.missing(), ElementsAre(2U, 3U));
  EXPECT_THAT(merged.objections(), IsEmpty());
  EXPECT_EQ(command_of_tests("./bank test", {2, 3}),
            "WINDTUNNEL_SHARD=2/3 './bank test' --windtunnel_report=shard-2-of-3.json");
}

TEST(TestsReport, NamesAShardThatDiedBetweenTwoTests) {
  const findings::TestReport pays = search_of("Bank.Pays", 1);
  const findings::TestReport takes = search_of("Bank.Takes", 1);
  const MergedTests merged =
      merge({shard(1, {pays, takes}), shard(2, {pays}), shard(3, {pays, takes})}, {"a", "b", "c"});
  EXPECT_THAT(merged.shards.interrupted(), ElementsAre(2U));
  EXPECT_EQ(merged.tests.size(), 2U);
  // A test that searches twice has two searches in each shard.
  EXPECT_EQ(merge({shard(1, {pays, pays}), shard(2, {pays, pays}), shard(3, {pays, pays})}, {"a", "b", "c"})
                .tests.size(),
            2U);
}

TEST(TestsReport, HasTheViolationOfTheShardThatFoundOne) {
  findings::TestReport failed = search_of("Bank.Pays", 0);
  failed.holds = false;
  failed.found.emplace();
  failed.found->finding.law = "check";
  failed.found->finding.message = "no";
  failed.found->replay = "1.bank.check.x";
  const findings::TestReport passed = search_of("Bank.Pays", 0);
  EXPECT_THAT(
      merge({shard(1, {passed}), shard(2, {failed}), shard(3, {passed})}, {"a", "b", "c"}).objections(),
      ElementsAre("Bank.Pays breaks check: no; --windtunnel_replay=1.bank.check.x"));
}

TEST(TestsReport, RefusesWhatDoesNotBelongTogether) {
  const TestsReport one = shard(1, {});
  TestsReport other = shard(2, {});
  EXPECT_THAT([&] { static_cast<void>(merge({one, one}, {"a", "b"})); },
              testing::ThrowsMessage<std::invalid_argument>("b: shard 1 is there twice"));
  other.program = "./other_test";
  EXPECT_THAT([&] { static_cast<void>(merge({one, other}, {"a", "b"})); },
              testing::ThrowsMessage<std::invalid_argument>(HasSubstr("the program differs")));
  other = one;
  other.shard = {2, 4};
  EXPECT_THAT([&] { static_cast<void>(merge({one, other}, {"a", "b"})); },
              testing::ThrowsMessage<std::invalid_argument>(HasSubstr("the number of shards differs")));
  for (const std::string& bad :
       {std::string("{}"), std::string("x"), findings::to_report({search_of("Bank.Pays", 0)})})
    EXPECT_THROW(static_cast<void>(parse_tests_report(bad, "r")), scenario::SourceError) << bad;
}

}  // namespace
}  // namespace windtunnel::report
