#include "harness/report/shard_roll.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace windtunnel::report {
namespace {

std::string command(const engine::Shard& shard) {
  return "./wt check " + shard_words(shard);
}

TEST(ShardRoll, OfAllShardsSaysNothing) {
  ShardRoll roll(2);
  roll.enter({2, 2}, false, "b");
  EXPECT_FALSE(roll.is_complete());
  roll.enter({1, 2}, false, "a");
  EXPECT_TRUE(roll.is_complete());
  EXPECT_EQ(roll.in_words(command), "");
}

TEST(ShardRoll, NamesWhatIsMissingAndWhatIsUnfinishedWithTheirCommands) {
  ShardRoll roll(4);
  roll.enter({2, 4}, true, "b");
  roll.enter({3, 4}, false, "c");
  EXPECT_EQ(roll.in_words(command),
            "MISSING     shards 1, 4\n"
            "UNFINISHED  shards 2\n"
            "run again   ./wt check --shard 1/4 --report shard-1-of-4.json\n"
            "            ./wt check --shard 4/4 --report shard-4-of-4.json\n"
            "            ./wt check --shard 2/4 --report shard-2-of-4.json\n");
}

TEST(ShardRoll, PrintsAFewCommandsOfMany) {
  const ShardRoll roll(engine::most_shards);
  const std::string words = roll.in_words(command);
  EXPECT_THAT(words, testing::HasSubstr("--shard 20/100000"));
  EXPECT_THAT(words, testing::Not(testing::HasSubstr("--shard 21/100000")));
  EXPECT_TRUE(words.ends_with("            and 99980 more, likewise\n"));
}

TEST(ShardRoll, RefusesAShardThatIsThereTwice) {
  ShardRoll roll(2);
  roll.enter({2, 2}, true, "a");
  EXPECT_THAT([&] { roll.enter({2, 2}, false, "b"); },
              testing::ThrowsMessage<std::invalid_argument>("b: shard 2 is there twice"));
}

}  // namespace
}  // namespace windtunnel::report
