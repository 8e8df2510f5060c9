#include "harness/testing/search_shard.hpp"

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "harness/engine/search_part.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Variables = std::map<std::string, std::string>;

engine::ShardRequest asked_by(const Variables& variables) {
  return shard_asked_by([&](const char* name) -> std::optional<std::string> {
    const auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional<std::string>(at->second);
  });
}

engine::Shard shard_of(const char* asked, const char* total, const char* index) {
  return asked_by({{"WINDTUNNEL_SHARD", asked}, {"GTEST_TOTAL_SHARDS", total}, {"GTEST_SHARD_INDEX", index}})
      .shard;
}

TEST(SearchShard, IsTheWholeSearchUnlessAskedFor) {
  EXPECT_EQ(shard_of("", "", ""), engine::Shard());
  EXPECT_EQ(shard_of("", "4", "1"), engine::Shard())
      << "GoogleTest gives each test to one shard: it must do all";
  EXPECT_EQ(asked_by({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "5"}}).shard, engine::Shard())
      << "that the job is one of several does not say what it is for";
}

TEST(SearchShard, IsTheOneThatIsNamed) {
  EXPECT_EQ(shard_of("2/5", "", ""), (engine::Shard{2, 5}));
}

TEST(SearchShard, TakesTheNumbersOfGoogleTest) {
  EXPECT_EQ(shard_of("gtest", "5", "0"), (engine::Shard{1, 5}));
  EXPECT_EQ(shard_of("gtest", "5", "4"), (engine::Shard{5, 5}));
  EXPECT_EQ(shard_of("auto", "5", "4"), (engine::Shard{5, 5}));
}

TEST(SearchShard, TakesTheNumbersOfABatchEngine) {
  const engine::ShardRequest request =
      asked_by({{"WINDTUNNEL_SHARD", "auto"}, {"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "5"}});
  EXPECT_EQ(request.shard, (engine::Shard{2, 5}));
  EXPECT_EQ(in_words(request), "shard 2 of 5 (gitlab: CI_NODE_INDEX=2, CI_NODE_TOTAL=5)");
  // Bazel tells GoogleTest, too.
  EXPECT_EQ(asked_by({{"WINDTUNNEL_SHARD", "bazel"},
                      {"TEST_SHARD_INDEX", "1"},
                      {"TEST_TOTAL_SHARDS", "5"},
                      {"GTEST_SHARD_INDEX", "1"},
                      {"GTEST_TOTAL_SHARDS", "5"}})
                .shard,
            (engine::Shard{2, 5}));
}

TEST(SearchShard, RefusesWhatIsNoShard) {
  const auto refusal = [](const char* asked, const char* total, const char* index, const char* words) {
    EXPECT_THAT([&] { shard_of(asked, total, index); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(words)))
        << asked;
  };
  for (const char* asked :
       {"0/5", "6/5", "1", "1/", "/5", "-1/5", "1/5x", "x", "1/100001", "99999999999999999999/5"})
    refusal(asked, "", "", " is not i/n, the i-th of n shards");
  refusal("gtest", "", "", "GTEST_SHARD_INDEX");
  refusal("gtest", "5", "5", "GTEST_SHARD_INDEX");
  refusal("gtest", "5", "", "GTEST_SHARD_INDEX");
  refusal("2/5", "5", "1", "lose a part of each search");
  EXPECT_THAT(
      [] {
        asked_by({{"WINDTUNNEL_SHARD", "gitlab"},
                  {"CI_NODE_INDEX", "2"},
                  {"CI_NODE_TOTAL", "5"},
                  {"GTEST_TOTAL_SHARDS", "5"}});
      },
      ThrowsMessage<std::invalid_argument>(HasSubstr("lose a part of each search")));
}

TEST(SearchShard, SharesTheRunsAndHasASeedOfItsOwn) {
  std::uint64_t runs = 0;
  std::set<std::uint64_t> seeds;
  for (std::uint64_t number = 1; number <= 3; ++number) {
    engine::SearchOptions options;
    options.runs = 1000;
    take_part(options, {number, 3});
    runs += options.runs;
    seeds.insert(options.seed);
  }
  EXPECT_EQ(runs, 1000U);
  EXPECT_EQ(seeds.size(), 3U);
}

TEST(SearchShard, OfAFewRunsHasOne) {
  engine::SearchOptions options;
  options.runs = 2;
  take_part(options, {5, 5});
  EXPECT_EQ(options.runs, 1U);
}

TEST(SearchShard, OfAnEnumerationDoesAllOfIt) {
  engine::SearchOptions options;
  options.strategy = "exhaustive";
  take_part(options, {2, 3});
  EXPECT_EQ(options.runs, engine::SearchOptions().runs);
  EXPECT_EQ(options.seed, engine::SearchOptions().seed);
}

tornado::Future<void> dice(World& world) {
  for (int dice = 0; dice < 5; ++dice) world.choose(1000);
  co_return;
}

// The next test runs this one in processes of its own.
TEST(SearchShard, SaysHowManySchedulesItRan) {
  Budget budget;
  budget.schedules = 31;
  budget.strategy = "random";
  const Held held = search_for_violation("dice", dice, budget);
  EXPECT_TRUE(held.holds);
  fmt::print("{} schedules\n", held.schedules);
}

// The output of that test in a program with these variables.
std::string output_with(const std::string& variables) {
  const std::string command = variables + " " + std::filesystem::read_symlink("/proc/self/exe").string() +
                              " --gtest_filter=SearchShard.SaysHowManySchedulesItRan 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe)) output += static_cast<char>(byte);
  pclose(pipe);
  return output;
}

TEST(SearchShard, RunsEachTestInEachShardAndAPartOfItsSearch) {
  const std::string gtest = "WINDTUNNEL_SHARD=gtest GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=";
  EXPECT_THAT(output_with(gtest + "0"), HasSubstr("\n11 schedules\n"));
  EXPECT_THAT(output_with(gtest + "1"), HasSubstr("\n10 schedules\n"));
  EXPECT_THAT(output_with(gtest + "2"), HasSubstr("\n10 schedules\n"));
  EXPECT_THAT(output_with("WINDTUNNEL_SHARD=2/3"), HasSubstr("\n10 schedules\n"));
  EXPECT_THAT(output_with("WINDTUNNEL_SHARD=auto BUILDKITE_PARALLEL_JOB=1 BUILDKITE_PARALLEL_JOB_COUNT=3"),
              AllOf(HasSubstr("\n10 schedules\n"),
                    HasSubstr("windtunnel: shard 2 of 3 (buildkite: BUILDKITE_PARALLEL_JOB=1, "
                              "BUILDKITE_PARALLEL_JOB_COUNT=3) of each search\n")));
  EXPECT_THAT(output_with(""), HasSubstr("\n31 schedules\n"));
  EXPECT_THAT(output_with("WINDTUNNEL_SHARD=2/3 GTEST_TOTAL_SHARDS=1 GTEST_SHARD_INDEX=0"),
              HasSubstr("lose a part of each search"));
}

}  // namespace
}  // namespace windtunnel
