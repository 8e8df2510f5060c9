// RapidCheck's generators drawn in a World, and RapidCheck's properties over schedules and scenarios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/scenario/parser.hpp"
#include "harness/subjects/world/rapidcheck.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/testing/testing.hpp"
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

TEST(RapidCheckProperties, FindAScheduleOfAPlantedBugAndNoneOfItsTwin) {
  const auto counter_of = [](bool in_one_step) {
    return [in_one_step](World& world) -> Future<void> {
      return [](World& in, bool atomic) -> Future<void> {
        const auto add_one = [](World&, Shared<int> x, bool at_once) -> Future<void> {
          if (at_once) {
            co_await x.add(1);
          } else {
            const int before = co_await x.read();
            co_await x.write(before + 1);
          }
        };
        const Shared<int> x(in, "x", 0);
        in.spawn("a", add_one, x, atomic);
        in.spawn("b", add_one, x, atomic);
        co_await in.join();
        in.check(x.peek() == 2, "both additions count");
      }(world, in_one_step);
    };
  };
  std::optional<core::Violation> last;
  EXPECT_FALSE(rc::check("an addition is lost (this fails on purpose)", [&](const DrawnSchedule& schedule) {
    const auto violation = violation_under(counter_of(false), schedule, core::SchedulingModel::adversarial);
    if (violation) last = violation;
    RC_ASSERT(!violation);
  }));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->message, "both additions count");
  EXPECT_TRUE(rc::check("no addition is lost", [&](const DrawnSchedule& schedule) {
    RC_ASSERT(!violation_under(counter_of(true), schedule, core::SchedulingModel::adversarial));
  }));
}

RC_GTEST_PROP(RapidCheckProperties, AnyScenarioKeepsTheLawsUnderAnySchedule,
              (const scenario::Scenario& program, const DrawnSchedule& schedule)) {
  RC_ASSERT(same_program(program, scenario::parse(print(program), "drawn")));
  RC_ASSERT(!violation_under(program, schedule));
}

}  // namespace
}  // namespace windtunnel
