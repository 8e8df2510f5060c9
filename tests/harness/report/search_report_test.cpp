#include "harness/report/search_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/engine/search_part.hpp"
#include "harness/report/explore_summary.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/world/world_subject.hpp"

namespace windtunnel::report {
namespace {

using ::testing::HasSubstr;

// One goal that most shards reach, and one that none can.
tornado::Future<void> dice(World& world) {
  const std::uint32_t die = world.choose(100);
  world.sometimes("the die shows 7", die == 7);
  world.sometimes("the die shows 100", die == 100);
  co_return;
}

SearchReport run(engine::Shard shard, std::uint64_t runs = 900) {
  engine::SearchOptions options;
  options.strategy = "random";
  options.runs = runs;
  SearchReport report;
  report.what = {
      "dice", options.strategy, options.depth, options.runs, 0, options.seed, core::SchedulingModel::exact,
      false};
  report.shard = shard;
  take_part(options, shard);
  const WorldSubject subject(dice, "dice");
  const core::Case one = case_of(subject.subject());
  properties::NoJudge nothing;
  report.result = search(one, nothing, options);
  report.result.seconds = 1;
  return report;
}

std::vector<SearchReport> all_shards(std::uint64_t count) {
  std::vector<SearchReport> reports;
  for (std::uint64_t number = 1; number <= count; ++number) reports.push_back(run({number, count}));
  return reports;
}

std::string summary_of(const SearchReport& report) {
  engine::SearchOptions options;
  options.strategy = report.what.strategy;
  return search_summary(report.what.subject, options, report.result);
}

TEST(SearchReport, IsReadAsItWasWritten) {
  SearchReport report = run({2, 3});
  report.findings.push_back({2, 17, "its text"});
  const std::string text = to_json(report);
  EXPECT_TRUE(is_search_report(text));
  const SearchReport read = parse_search_report(text, "a report");
  EXPECT_EQ(to_json(read), text);
  EXPECT_EQ(read.findings, report.findings);
  ASSERT_TRUE(read.result.failure);
  EXPECT_EQ(read.result.failure->run, 17U);
}

TEST(SearchReport, OfAllShardsIsThatOfTheSearch) {
  const MergedSearch merged = merge(all_shards(3), {"a", "b", "c"});
  EXPECT_TRUE(merged.shards.is_complete());
  EXPECT_EQ(merged.whole.result.coverage.runs(), 900U);
  EXPECT_EQ(merged.whole.result.seconds, 3);
  EXPECT_THAT(merged.whole.result.objections(), testing::ElementsAre(HasSubstr("the die shows 100")))
      << "a goal that no shard reached is judged when all are there";
  EXPECT_THAT(summary_of(merged.whole), HasSubstr("not reached sometimes \"the die shows 100\""));
}

TEST(SearchReport, OfSomeShardsDoesNotJudgeGoals) {
  const MergedSearch merged = merge({all_shards(3)[1]}, {"b"});
  EXPECT_THAT(merged.shards.missing(), testing::ElementsAre(1U, 3U));
  EXPECT_THAT(merged.whole.result.objections(), testing::IsEmpty());
  EXPECT_THAT(summary_of(merged.whole), HasSubstr("this is a part of the search"));
  EXPECT_EQ(command_of(merged.whole.what, {3, 3}),
            "./wt explore dice --strategy random --depth 3 --seed 1 --model exact --runs 900 --shard 3/3 "
            "--report shard-3-of-3.json");
}

TEST(SearchReport, OfAFindingIsThatOfTheFirstShardThatHasOne) {
  std::vector<SearchReport> shards = all_shards(3);
  shards[2].findings.push_back({3, 5, "third"});
  shards[1].findings.push_back({2, 9, "second"});
  const MergedSearch merged = merge(shards, {"a", "b", "c"});
  ASSERT_EQ(merged.whole.findings.size(), 2U);
  EXPECT_EQ(merged.whole.findings.front().text, "second");
  ASSERT_TRUE(merged.whole.result.failure);
  EXPECT_EQ(merged.whole.result.failure->run, 9U);
}

TEST(SearchReport, OnlyShardsOfOneSearchAreJoined) {
  const auto refusal = [](const std::vector<SearchReport>& reports, const char* words) {
    EXPECT_THAT([&] { static_cast<void>(merge(reports, {"a", "b"})); },
                testing::ThrowsMessage<std::invalid_argument>(HasSubstr(words)));
  };
  const SearchReport one = run({1, 2}, 20);
  SearchReport other = run({2, 2}, 20);
  refusal({}, "there is no report to merge");
  refusal({one, one}, "b: shard 1 is there twice");
  other.what.seed = 4;
  refusal({one, other}, "a and b are no shards of one search: the seed differs");
  other = run({2, 3}, 20);
  refusal({one, other}, "number of shards");
  other = run({2, 2}, 20);
  other.what.subject = "another";
  refusal({one, other}, "the subject differs");
}

TEST(SearchReport, RefusesWhatIsNoReport) {
  const std::string good = to_json(run({1, 2}, 20));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& bad :
       {std::string("{}"), std::string("x"), std::string("[]"), good.substr(0, good.size() / 2),
        changed("report\":1", "report\":2"), changed("\"shard\":[1,2]", "\"shard\":[3,2]"),
        changed("\"shard\":[1,2]", "\"shard\":[0,0]"),
        changed("\"strategy\":\"random\"", "\"strategy\":\"luck\""),
        changed("\"seconds\":1.0", "\"seconds\":-1.0"), changed("\"runs\":10", "\"runs\":-10"),
        changed("\"times\":[", "\"times\":[\"x\","), changed("\"orders\":[", "\"orders\":[1,2,3,")})
    EXPECT_THROW(static_cast<void>(parse_search_report(bad, "r")), scenario::SourceError) << bad;
}

}  // namespace
}  // namespace windtunnel::report
