// A failed EXPECT_*, ASSERT_* or CO_ASSERT_* inside of a program is a violation of the run, with its place.
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Budget in_folder() {
  Budget budget;
  budget.findings = ::testing::TempDir() + "windtunnel-gtest-" + std::to_string(getpid());
  return budget;
}

constexpr int expectation_line = __LINE__ + 7;
Future<void> expects_the_first_of_two(World& world) {
  Shared<int> last(world, "last");
  for (const int me : {1, 2})
    world.spawn(
        "task", [](World&, Shared<int> x, int mine) -> Future<void> { co_await x.write(mine); }, last, me);
  co_await world.join();
  EXPECT_EQ(last.peek(), 2) << "the second is the last";
}

TEST(GTestFailures, AFailedExpectationFailsTheRunWithItsPlaceAndIsShrunkAndReplayed) {
  const Held held = search_for_violation("expects", expects_the_first_of_two, in_folder());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("breaks check: gtest_failures_test.cpp:"));
  EXPECT_THAT(held.words,
              HasSubstr("gtest_failures_test.cpp:" + std::to_string(expectation_line) + ": Expected"));
  EXPECT_THAT(held.words, HasSubstr("the second is the last"));
  EXPECT_THAT(
      held.words,
      HasSubstr("\nit breaks if task#2 begins before task begins; in the other order it holds\n\ntime (s)"));
  const std::size_t at = held.words.find("WINDTUNNEL_REPLAY=");
  ASSERT_NE(at, std::string::npos);
  const std::string path = held.words.substr(at + 18, held.words.find(' ', at) - at - 18);
  ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", path.c_str(), 1), 0);
  const Held again = search_for_violation("expects", expects_the_first_of_two, in_folder());
  ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
  EXPECT_FALSE(again.holds);
  EXPECT_EQ(again.schedules, 1U);
}

void assert_that(bool holds) {
  ASSERT_TRUE(holds) << "in a function";
}

TEST(GTestFailures, AFatalFailureInAFunctionThatATaskCallsFailsTheRun) {
  EXPECT_NONFATAL_FAILURE(EXPECT_HOLDS(
                              [](World& world) -> Future<void> {
                                co_await world.turn();
                                assert_that(false);
                              },
                              in_folder()),
                          "in a function");
}

TEST(GTestFailures, AFailureInACallbackOrADestructorFailsTheRun) {
  const Held callback = search_for_violation(
      "callback",
      [](World& world) -> Future<void> {
        world.loop().call_later(tornado::Duration(1), [] { EXPECT_TRUE(false) << "in a timer"; });
        co_await world.join();
      },
      in_folder());
  EXPECT_THAT(callback.words, HasSubstr("in a timer"));
  struct Complains {
    Complains() {}  // NOLINT: no aggregate
    ~Complains() { EXPECT_TRUE(false) << "in a destructor, after the end of the run"; }
  };
  const Held destructor = search_for_violation(
      "destructor",
      [](World& world) -> Future<void> {
        world.spawn_daemon("daemon", [](World&) -> Future<void> {
          const Complains complains;
          const Future<void> never;
          co_await never;
        });
        co_await world.join();
      },
      in_folder());
  EXPECT_FALSE(destructor.holds);
  EXPECT_THAT(destructor.words, HasSubstr("in a destructor"));
}

Future<int> half(int number) {
  CO_ASSERT_EQ(number % 2, 0) << number << " is odd";
  co_return number / 2;
}

TEST(GTestFailures, CoAssertEndsACoroutineOfAnyType) {
  const Held held = search_for_violation(
      "halves",
      [](World& world) -> Future<void> {
        const Future<int> halving = half(7);
        const int value = co_await halving;
        world.log("it goes on with " + std::to_string(value));
      },
      in_folder());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("7 is odd"));
  EXPECT_THAT(held.words, ::testing::Not(HasSubstr("it goes on")));
}

Future<void> all_assertions(World&) {
  CO_ASSERT_TRUE(true);
  CO_ASSERT_FALSE(false);
  CO_ASSERT_EQ(1, 1);
  CO_ASSERT_NE(1, 2);
  CO_ASSERT_LT(1, 2);
  CO_ASSERT_LE(1, 1);
  CO_ASSERT_GT(2, 1);
  CO_ASSERT_GE(2, 2);
  CO_ASSERT_THAT(std::string("abc"), HasSubstr("b"));
  co_return;
}

TEST(GTestFailures, WhatHoldsIsNoFailure) {
  EXPECT_HOLDS(all_assertions);
}

TEST(GTestFailures, TheTestItselfIsNotFailedByWhatARunReports) {
  // The search ran in this test; only its result may fail it.
  static_cast<void>(search_for_violation("expects", expects_the_first_of_two, in_folder()));
  EXPECT_FALSE(::testing::Test::HasFailure());
}

TEST(GTestFailures, AreTheTestsAgainAfterTheSearch) {
  EXPECT_HOLDS(all_assertions);
  EXPECT_NONFATAL_FAILURE(ADD_FAILURE() << "outside", "outside");
}

}  // namespace
}  // namespace windtunnel
