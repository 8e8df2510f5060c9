#include "harness/testing/testing.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <optional>
#include <unistd.h>

#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "tests/harness/engine/deadly.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Future<void> add_one(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> racing_counter(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

Future<void> atomic_counter(World& world) {
  Shared<int> x(world, "x");
  for (int times = 0; times < 2; ++times) {
    world.spawn("a", [](World&, Shared<int> mine) -> Future<void> { co_yield mine.add(1); }, x);
  }
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

Budget in_folder() {
  Budget budget;
  // Tests run beside one another.
  budget.findings = fmt::format("{}windtunnel-holds-{}", ::testing::TempDir(), getpid());
  return budget;
}

TEST(Holds, AProgramWithoutARacePasses) {
  EXPECT_HOLDS(atomic_counter);
  EXPECT_HOLDS(atomic_counter, in_folder());
}

TEST(Holds, ARaceFailsTheTestWithWords) {
  EXPECT_NONFATAL_FAILURE(EXPECT_HOLDS(racing_counter, in_folder()), "both additions count");
}

TEST(Holds, TheFindingReplays) {
  const Held held = search_for_violation("racing_counter", racing_counter, in_folder());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("a reads x"));
  const std::size_t at = held.words.find("WINDTUNNEL_REPLAY=");
  ASSERT_NE(at, std::string::npos);
  const std::string path = held.words.substr(at + 18, held.words.find(' ', at) - at - 18);
  const findings::Finding finding = findings::read_finding(path);
  EXPECT_EQ(finding.law, rules::check);
  EXPECT_EQ(finding.subject, "racing_counter");
  ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", path.c_str(), 1), 0);
  const Held again = search_for_violation("racing_counter", racing_counter, in_folder());
  const Held other = search_for_violation("atomic_counter", atomic_counter, in_folder());
  ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
  EXPECT_FALSE(again.holds);
  EXPECT_EQ(again.schedules, 1U);
  EXPECT_TRUE(other.holds);
  EXPECT_THAT(other.certificate, HasSubstr("complete"))
      << "the finding is another program's, so it was searched";
}

// It breaks its rule in few schedules, and crashes in simpler ones.
Future<void> trap(World& world) {
  co_yield world.turn();
  const std::uint32_t drawn = world.choose(8);
  if (drawn == 0) co_return;
  if (drawn < 5) engine::abort_here();
  world.check(drawn != 7, "seven");
}

TEST(Holds, WhatWasFoundIsKeptWhereShrinkingCrashes) {
  Budget budget = in_folder();
  std::filesystem::remove_all(budget.findings);
  std::optional<Held> held;
  for (budget.seed = 1; budget.seed < 50; ++budget.seed) {
    held = search_for_violation("trap", trap, budget);
    if (held->words.find("breaks check") != std::string::npos) break;
  }
  ASSERT_TRUE(held);
  EXPECT_THAT(held->words, HasSubstr("seven"));
  EXPECT_THAT(held->words, HasSubstr("shrinking was given up"));
  EXPECT_THAT(held->words, HasSubstr("WINDTUNNEL_REPLAY="));
}

TEST(Holds, AFindingThatCannotBeWrittenIsStillTold) {
  Budget budget;
  budget.findings = "/dev/null/findings";
  const Held held = search_for_violation("racing_counter", racing_counter, budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("both additions count"));
  EXPECT_THAT(held.words, HasSubstr("not written /dev/null/findings: found "));
}

Future<void> crash_sometimes(World& world) {
  co_yield world.turn();
  if (world.choose(8) == 5) engine::abort_here();
}

TEST(Holds, AProgramThatCrashesFailsTheTestAndNotItsProcess) {
  const Held held = search_for_violation("crash_sometimes", crash_sometimes, in_folder());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("breaks no-crash\n"));
  EXPECT_THAT(held.words, HasSubstr("SIGABRT"));
}

}  // namespace
}  // namespace windtunnel
