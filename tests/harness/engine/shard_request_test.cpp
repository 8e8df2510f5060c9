#include "harness/engine/shard_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <stdexcept>

namespace windtunnel::engine {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using Variables = std::map<std::string, std::string>;

ShardRequest read(std::string_view request, const Variables& variables) {
  return read_shard_request(request, [&](const char* name) -> std::optional<std::string> {
    const auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional<std::string>(at->second);
  });
}

void expect_refusal(std::string_view request, const Variables& variables, std::string_view words) {
  EXPECT_THAT([&] { read(request, variables); },
              ThrowsMessage<std::invalid_argument>(HasSubstr(std::string(words))))
      << request;
}

// The variables of the second of three, under each engine.
const std::pair<const char*, Variables> second_of_three[] = {
    {"slurm",
     {{"SLURM_ARRAY_TASK_ID", "1"},
      {"SLURM_ARRAY_TASK_COUNT", "3"},
      {"SLURM_ARRAY_TASK_MIN", "0"},
      {"SLURM_ARRAY_TASK_MAX", "2"}}},
    {"kubernetes", {{"JOB_COMPLETION_INDEX", "1"}}},
    {"gitlab", {{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "3"}}},
    {"buildkite", {{"BUILDKITE_PARALLEL_JOB", "1"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "3"}}},
    {"bazel", {{"TEST_SHARD_INDEX", "1"}, {"TEST_TOTAL_SHARDS", "3"}}},
    {"gtest", {{"GTEST_SHARD_INDEX", "1"}, {"GTEST_TOTAL_SHARDS", "3"}}},
};

TEST(ShardRequest, IsOneOfSeveral) {
  EXPECT_EQ(read("2/5", {}), (ShardRequest{{2, 5}, "", ""}));
  EXPECT_EQ(in_words(read("2/5", {})), "shard 2 of 5");
  EXPECT_EQ(read("2/5", second_of_three[2].second), (ShardRequest{{2, 5}, "", ""}))
      << "what is named needs no engine";
}

TEST(ShardRequest, IsAnsweredByTheVariablesOfEachEngine) {
  for (const auto& [engine, variables] : second_of_three) {
    for (const std::string& name : {std::string("auto"), std::string(engine)}) {
      const ShardRequest counted = read(name + "/3", variables);
      EXPECT_EQ(counted.shard, (Shard{2, 3})) << engine;
      EXPECT_EQ(counted.engine, engine);
      if (std::string_view(engine) == "kubernetes") {
        expect_refusal(name, variables, "write kubernetes/n for n shards");
      } else {
        EXPECT_EQ(read(name, variables).shard, (Shard{2, 3})) << engine;
      }
    }
  }
}

TEST(ShardRequest, SaysWhichVariablesItRead) {
  EXPECT_EQ(in_words(read("auto", second_of_three[2].second)),
            "shard 2 of 3 (gitlab: CI_NODE_INDEX=2, CI_NODE_TOTAL=3)");
  EXPECT_EQ(in_words(read("auto/3", second_of_three[1].second)),
            "shard 2 of 3 (kubernetes: JOB_COMPLETION_INDEX=1)");
}

TEST(ShardRequest, OfASlurmArrayThatCountsFromOne) {
  EXPECT_EQ(read("slurm", {{"SLURM_ARRAY_TASK_ID", "3"},
                           {"SLURM_ARRAY_TASK_COUNT", "3"},
                           {"SLURM_ARRAY_TASK_MIN", "1"},
                           {"SLURM_ARRAY_TASK_MAX", "3"}})
                .shard,
            (Shard{3, 3}));
}

// `sbatch --array=7`: the array does not know that it was once one of sixteen.
TEST(ShardRequest, OfASlurmArrayThatRunsOneAgainNeedsTheirNumber) {
  const Variables again = {{"SLURM_ARRAY_TASK_ID", "7"},
                           {"SLURM_ARRAY_TASK_COUNT", "1"},
                           {"SLURM_ARRAY_TASK_MIN", "7"},
                           {"SLURM_ARRAY_TASK_MAX", "7"}};
  EXPECT_EQ(read("slurm/16", again).shard, (Shard{8, 16}));
  expect_refusal("slurm", again, "write slurm/n");
  Variables gaps = again;
  gaps["SLURM_ARRAY_TASK_COUNT"] = "2";
  gaps["SLURM_ARRAY_TASK_MIN"] = "0";
  expect_refusal("slurm", gaps, "needs an array without gaps that begins at 0 or 1");
  // With --array=1-7 the first shard would be left out.
  expect_refusal("slurm/7",
                 {{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_MAX", "7"}},
                 "out of range: of 7 shards it is 0 to 6");
}

TEST(ShardRequest, RefusesNonsenseInWords) {
  expect_refusal("auto", {}, "finds no batch engine: none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, ");
  expect_refusal("gitlab", second_of_three[0].second, "finds no batch engine: none of CI_NODE_INDEX is set");
  expect_refusal(
      "gitlab", {{"CI_NODE_INDEX", "6"}, {"CI_NODE_TOTAL", "5"}},
      "names no shard: CI_NODE_INDEX=6, CI_NODE_TOTAL=5 is out of range: of 5 shards it is 1 to 5");
  expect_refusal("gitlab", {{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "5"}}, "out of range");
  expect_refusal("bazel", {{"TEST_SHARD_INDEX", "5"}, {"TEST_TOTAL_SHARDS", "5"}}, "it is 0 to 4");
  expect_refusal("bazel", {{"TEST_SHARD_INDEX", "0"}, {"TEST_TOTAL_SHARDS", "0"}},
                 "needs a number of shards from 1 to 100000");
  expect_refusal("bazel", {{"TEST_SHARD_INDEX", "0"}}, "needs TEST_TOTAL_SHARDS, which is not set");
  for (const char* index : {"-1", "one", "1 ", "99999999999999999999"})
    expect_refusal("bazel", {{"TEST_SHARD_INDEX", index}, {"TEST_TOTAL_SHARDS", "5"}}, "needs whole numbers");
  for (const char* count : {"auto/0", "auto/", "auto/x", "auto/100001", "auto/3/4", "gtest/-1"})
    expect_refusal(count, second_of_three[5].second, "needs a number of shards from 1 to 100000");
  for (const char* other : {"", "1", "travis", "AUTO", "3/2"})
    expect_refusal(other, {}, "is not i/n, the i-th of n shards, with n up to 100000, nor a batch engine");
}

TEST(ShardRequest, RefusesEnginesThatDisagree) {
  Variables both = second_of_three[0].second;
  both.insert(second_of_three[2].second.begin(), second_of_three[2].second.end());
  EXPECT_EQ(read("auto", both).engine, "slurm") << "they agree";
  both["CI_NODE_INDEX"] = "3";
  EXPECT_THAT([&] { read("auto", both); },
              ThrowsMessage<std::invalid_argument>(
                  AllOf(HasSubstr("disagree: shard 2 of 3 (slurm: SLURM_ARRAY_TASK_ID=1"),
                        HasSubstr("shard 3 of 3 (gitlab: CI_NODE_INDEX=3"), HasSubstr("slurm or gitlab"))));
  EXPECT_EQ(read("gitlab", both).shard, (Shard{3, 3})) << "one is meant";
  expect_refusal("gitlab/4", both, "disagrees with CI_NODE_INDEX=3, CI_NODE_TOTAL=3: that is not 4 shards");
}

TEST(ShardRequest, KnowsWhichEnginesItAsks) {
  EXPECT_TRUE(may_ask("auto", "gtest"));
  EXPECT_TRUE(may_ask("gtest/4", "gtest"));
  EXPECT_FALSE(may_ask("slurm", "gtest"));
  EXPECT_FALSE(may_ask("2/5", "gtest"));
}

}  // namespace
}  // namespace windtunnel::engine
