// World::sometimes and World::reach: what the runs of a search come to together.
#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

#include "harness/engine/explorer.hpp"
#include "harness/report/explore_summary.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using tornado::Future;

Budget with_schedules(std::uint64_t schedules) {
  Budget budget;
  budget.schedules = schedules;
  budget.findings = ::testing::TempDir() + "windtunnel-goals";
  return budget;
}

Future<void> put(World&, Shared<int> items) {
  co_yield items.add(1);
}
Future<void> take(World& world, Shared<int> items, int most) {
  const int count = co_yield items.exchange(0);
  world.sometimes("the taker finds a full queue", count >= most);
}

/// Two producers and a taker; the taker can find 0, 1 or 2 items.
WorldProgram queue(int most) {
  return [most](World& world) -> Future<void> {
    const Shared<int> items(world, "items");
    world.spawn("put", put, items);
    world.spawn("put", put, items);
    world.spawn("take", take, items, most);
    co_yield world.join();
  };
}

// The planted bug is in the test: it fills the queue with fewer items than it needs, so it tests nothing.
TEST(Sometimes, ATestThatNeverReachesItsCaseIsRed) {
  const Held held = search_for_violation("queue", queue(3), with_schedules(10'000));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, AllOf(HasSubstr("sometimes \"the taker finds a full queue\": none of the "),
                                HasSubstr("schedules of the search reached it\n"), HasSubstr("complete: ")));
}

TEST(Sometimes, ATestThatReachesItsCaseIsGreenAndCounts) {
  const Held held = search_for_violation("queue", queue(2), with_schedules(1000));
  EXPECT_TRUE(held.holds) << held.words;
  EXPECT_THAT(held.goals,
              ::testing::ContainsRegex("sometimes \"the taker finds a full queue\": in [1-9][0-9]* of "));
}

TEST(Sometimes, AFunctionIsAskedAfterEveryStep) {
  const auto program = [](int most) -> WorldProgram {
    return [most](World& world) -> Future<void> {
      const Shared<int> items(world, "items");
      world.sometimes("many items", [items, most] { return items.peek() >= most; });
      world.spawn("put", put, items);
      world.spawn("put", put, items);
      co_yield world.join();
    };
  };
  EXPECT_TRUE(search_for_violation("reached", program(2), with_schedules(100)).holds);
  EXPECT_FALSE(search_for_violation("missed", program(3), with_schedules(100)).holds);
}

TEST(Sometimes, IsNotJudgedWhereSomethingElseBroke) {
  const Held held = search_for_violation(
      "broken",
      [](World& world) -> Future<void> {
        world.sometimes("never", false);
        world.check(false, "this breaks");
        co_return;
      },
      with_schedules(100));
  EXPECT_THAT(held.words, AllOf(HasSubstr("this breaks"), Not(HasSubstr("none of the"))));
}

TEST(Sometimes, RefusesWordsThatNameNothing) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.sometimes("", true);
                co_return;
              }),
              HasSubstr("sometimes() at goals_test.cpp:"));
  // All that a macro contains is in one place.
  const WorldProgram twice = [](World& world) -> Future<void> {
    world.sometimes("full", true);
    world.sometimes("full", false);
    co_return;
  };
  EXPECT_THAT(quiet_words(twice), HasSubstr("one of them hides the other"));
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              for (int times = 0; times < 3; ++times) world.sometimes("full", times == 1);
              co_return;
            }),
            "-");
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                for (int number = 0; number < 200; ++number)
                  world.sometimes("item " + std::to_string(number), true);
                co_return;
              }),
              HasSubstr("more than 100 different words for sometimes() in one run"));
}

TEST(Sometimes, WordsThatDifferFromRunToRunAreTold) {
  const Held held = search_for_violation(
      "different",
      [](World& world) -> Future<void> {
        world.sometimes("item " + std::to_string(world.value(0, 1'000'000)), true);
        co_return;
      },
      with_schedules(10'000));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("more than 1,000 different words in this search"));
}

engine::SearchResult searched(const WorldProgram& program, const engine::SearchOptions& options) {
  const WorldSubject subject(program);
  properties::NoJudge nothing;
  return engine::search(case_of(subject.subject()), nothing, options);
}

TEST(Sometimes, ASearchThatWasCutShortSaysSo) {
  engine::SearchOptions options;
  options.strategy = "random";
  options.runs = 1'000'000'000;
  options.time = std::chrono::duration<double>(0.01);
  const engine::SearchResult result = searched(queue(3), options);
  EXPECT_TRUE(result.cut_short);
  EXPECT_THAT(result.objections(), IsEmpty());
  const std::string words = report::search_summary("queue", options, result);
  EXPECT_THAT(words, AllOf(HasSubstr("cut short"), HasSubstr("in 0 of "), Not(HasSubstr("none of the"))));
}

TEST(Sometimes, CountsDoNotDependOnTheNumberOfProcesses) {
  for (const unsigned jobs : {1U, 4U}) {
    engine::SearchOptions options;
    options.strategy = "random";
    options.runs = 4000;
    options.jobs = jobs;
    const engine::SearchResult result = searched(queue(2), options);
    EXPECT_FALSE(result.cut_short);
    ASSERT_EQ(result.goals.sometimes.size(), 1U);
    static const std::uint64_t first = result.goals.sometimes[0].runs;
    EXPECT_EQ(result.goals.sometimes[0].runs, first) << jobs;
    EXPECT_GT(first, 500U);
    EXPECT_LT(first, 3500U);
  }
}

/// A lock that opens after ten right digits, each of six: one run of 60 million does at random.
WorldProgram safe(bool tells, bool opens) {
  return [tells, opens](World& world) -> Future<void> {
    std::uint32_t right = 0;
    for (std::uint32_t digit = 0; digit < 10; ++digit) {
      if (world.choose(6) == 1 + digit % 5 && right == digit) ++right;
      if (tells) world.reach("right digits", right);
    }
    world.check(!opens || right < 10, "the safe stays shut");
    co_return;
  };
}

TEST(Reach, GuidesTheSearchToWhatIsRare) {
  const Held guided = search_for_violation("safe", safe(true, true), with_schedules(10'000));
  EXPECT_FALSE(guided.holds);
  EXPECT_THAT(guided.words, HasSubstr("the safe stays shut"));
  EXPECT_TRUE(search_for_violation("safe", safe(false, true), with_schedules(10'000)).holds)
      << "without a goal nothing leads there";
}

TEST(Reach, IsSilentAboutTheTwinAndTellsTheBest) {
  const Held held = search_for_violation("safe", safe(true, false), with_schedules(10'000));
  EXPECT_TRUE(held.holds) << held.words;
  EXPECT_EQ(held.goals, "reach \"right digits\": 10 at most\n");
}

TEST(Reach, KeepsTheBestOfARunAndWhenItCame) {
  core::Trace trace;
  quiet_violation(
      [](World& world) -> Future<void> {
        world.choose(2);
        world.reach("height", -2);
        world.choose(2);
        for (const double height : {1.5, 0.5}) world.reach("depth", height);
        world.choose(2);
        co_return;
      },
      trace);
  ASSERT_EQ(trace.goals.reach.size(), 2U);
  EXPECT_EQ(trace.goals.reach[0].best, -2);
  EXPECT_EQ(trace.goals.reach[0].choices, 1U);
  EXPECT_EQ(trace.goals.reach[1].best, 1.5);
  EXPECT_EQ(trace.goals.reach[1].choices, 2U);
}

TEST(Reach, RefusesWhatIsNoNumber) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.reach("depth", std::numeric_limits<double>::quiet_NaN());
                co_return;
              }),
              HasSubstr("nan is not a finite number"));
}

TEST(GoalFigures, OfSeveralStreamsAreAddedByTheirWords) {
  core::RunGoals goals;
  goals.sometimes.resize(1);
  goals.sometimes[0].words = "full";
  goals.reach.resize(1);
  goals.reach[0].words = "depth";
  goals.reach[0].best = 3;
  engine::GoalFigures one;
  one.add(goals);
  goals.sometimes[0].reached = true;
  goals.reach[0].best = 2;
  engine::GoalFigures other;
  other.add(goals);
  other.add(goals);
  one += other;
  EXPECT_THAT(one.in_words(3),
              ElementsAre("sometimes \"full\": in 2 of 3 schedules", "reach \"depth\": 3 at most"));
  EXPECT_THAT(one.objections(3), IsEmpty());
}

}  // namespace
}  // namespace windtunnel
