// RapidCheck's generators drawn in a World, and RapidCheck's properties over schedules and scenarios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/core/trace.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/world/rapidcheck.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Budget rapidcheck_budget() {
  Budget budget;
  budget.findings = ::testing::TempDir() + "windtunnel-rapidcheck-" + std::to_string(getpid());
  return budget;
}

// Adds the amounts, with a wait between looking and writing, or in one step. The result is their sum.
Future<int> add_amounts(World& world, Shared<int> total, bool in_one_step) {
  const auto amounts = world.draw(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100)), "amounts");
  int sum = 0;
  for (const int amount : amounts) {
    sum += amount;
    if (in_one_step) {
      co_await total.add(amount);
    } else {
      const int before = co_await total.read();
      co_await total.write(before + amount);
    }
  }
  co_return sum;
}

Future<void> add_all(World& world, bool in_one_step) {
  const Shared<int> total(world, "total", 0);
  const auto one = world.spawn("one", add_amounts, total, in_one_step);
  const auto other = world.spawn("other", add_amounts, total, in_one_step);
  const int of_one = co_await one;
  const int of_other = co_await other;
  world.check_equal(total.peek(), of_one + of_other, "every amount counts");
}

Future<void> loses_amounts(World& world) {
  return add_all(world, false);
}
Future<void> counts_amounts(World& world) {
  return add_all(world, true);
}

TEST(RapidCheckGenerators, AreDrawnSearchedAndShrunkWithTheSchedule) {
  const Held held = search_for_violation("amounts", loses_amounts, rapidcheck_budget());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("every amount counts"));
  EXPECT_THAT(held.words, HasSubstr("draws amounts = ["));
}

TEST(RapidCheckGenerators, ACorrectProgramHolds) {
  Budget budget = rapidcheck_budget();
  budget.schedules = 2000;  // RapidCheck's vectors are long
  EXPECT_HOLDS(counts_amounts, budget);
}

TEST(RapidCheckGenerators, TheQuietRunHasTheSimplestValues) {
  core::Trace trace;
  EXPECT_FALSE(quiet_violation(
      [](World& world) -> Future<void> {
        world.draw(rc::gen::inRange(5, 100), "number");
        world.draw(rc::gen::nonEmpty<std::vector<int>>(), "list");
        co_return;
      },
      trace));
  EXPECT_THAT(trace.text, HasSubstr("draws number = 5\n"));
  EXPECT_THAT(trace.text, HasSubstr("draws list = [0]\n"));
}

TEST(RapidCheckGenerators, OneThatFailsHasWords) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.draw(rc::gen::inRange(5, 5), "nothing");
                co_return;
              }),
              HasSubstr("the RapidCheck generator of nothing gives no value: Invalid range [5, 5)"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.draw(rc::gen::suchThat<int>([](int) { return false; }), "none");
                co_return;
              }),
              HasSubstr("the RapidCheck generator of none gives no value: "));
}

// The last to write wins; in the quiet run that is the second task.
Future<void> last_wins(World& world) {
  const Shared<int> x(world, "x", 0);
  const auto write = [](World&, Shared<int> to, int number) -> Future<void> { co_await to.write(number); };
  world.spawn("first", write, x, 1);
  world.spawn("second", write, x, 2);
  co_await world.join();
  world.check_equal(x.peek(), 2, "the second one's");
}

Future<void> largest_wins(World& world) {
  const Shared<int> x(world, "x", 0);
  const auto raise = [](World&, Shared<int> to, int number) -> Future<void> {
    const int before = co_await to.exchange(number);
    if (before > number) co_await to.write(before);
  };
  world.spawn("first", raise, x, 1);
  world.spawn("second", raise, x, 2);
  co_await world.join();
  world.check_equal(x.peek(), 2, "the largest one");
}

TEST(RapidCheckProperties, FindAScheduleOfAPlantedBugAndNoneOfItsTwin) {
  DrawnSchedule last;
  EXPECT_FALSE(
      rc::check("the second writes last (this fails on purpose)", [&](const DrawnSchedule& schedule) {
        const auto violation = violation_under(last_wins, schedule);
        if (violation) last = schedule;
        RC_ASSERT(!violation);
      }));
  EXPECT_FALSE(violation_under(last_wins, DrawnSchedule())) << "the quiet run is right";
  const auto violation = violation_under(last_wins, last);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->message, "the second one's: 1, which is not equal to 2");
  EXPECT_LE(last.answers.size(), 3U) << "it is shrunk";
  EXPECT_TRUE(rc::check("the largest wins", [](const DrawnSchedule& schedule) {
    RC_ASSERT(!violation_under(largest_wins, schedule));
  }));
}

RC_GTEST_PROP(RapidCheckProperties, AnyScenarioKeepsTheLawsUnderAnySchedule,
              (const scenario::Scenario& program, const DrawnSchedule& schedule)) {
  RC_ASSERT(same_program(program, scenario::parse(print(program), "drawn")));
  RC_ASSERT(!violation_under(program, schedule));
}

}  // namespace
}  // namespace windtunnel
