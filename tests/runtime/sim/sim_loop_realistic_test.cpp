#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/coroutine.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/moment.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::vector<std::string_view> sites_of(const ListedChoices& choices) {
  std::vector<std::string_view> sites;
  for (const ChoicePoint& point : choices.asked) sites.push_back(point.site);
  return sites;
}

Future<void> hop(LoopFixture& world, int hops) {
  for (int hop = 1; hop <= hops; ++hop) {
    co_yield moment;
    world.say("hop " + std::to_string(hop));
  }
}

TEST(Realistic, ADeadlineWithinReachFallsBetweenTwoHops) {
  LoopFixture world(SchedulingModel::realistic);
  world.choices.answers = {0, 1};
  world.loop.call_later(2ms, [&] { world.say("timer"); });
  auto task = hop(world, 4);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("hop 1", "hop 2", "hop 3", "hop 4", "timer"));
  EXPECT_THAT(sites_of(world.choices), ElementsAre("loop/elapsed", "loop/elapsed"));
}

TEST(Realistic, NobodyIsAskedWhetherTimePassesIfNoDeadlineIsWithinReach) {
  LoopFixture world(SchedulingModel::realistic);
  world.loop.call_later(1s, [&] { world.say("timer"); });
  auto task = hop(world, 3);
  world.loop.start();
  EXPECT_TRUE(world.choices.asked.empty());
}

TEST(Realistic, TheStepTimeSaysHowFarTimeMayPass) {
  LoopFixture world(SchedulingModel::realistic);
  world.loop.set_step_time(1s);
  world.choices.answers = {1};
  world.loop.call_later(1s, [&] { world.say("timer"); });
  auto task = hop(world, 2);
  world.loop.start();
  EXPECT_EQ(world.choices.asked.at(0).site, "loop/elapsed");
}

TEST(Realistic, AProgramThatReadsTheClockKnowsTheTime) {
  LoopFixture world(SchedulingModel::realistic);
  auto task = [](LoopFixture& in) -> Future<void> {
    co_yield moment;
    co_yield moment;
    in.loop.call_later(2ms, [&in] { in.say("timer"); });
    co_yield moment;
  }(world);
  world.loop.start();
  EXPECT_TRUE(world.choices.asked.empty()) << "only one step is left in which time could pass";
}

TEST(Realistic, EqualDeadlinesComeInEitherOrder) {
  LoopFixture world(SchedulingModel::realistic);
  world.choices.answers = {1};
  world.loop.call_at(at_seconds(1), [&] { world.say("a"); });
  world.loop.call_at(at_seconds(1), [&] { world.say("b"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("b", "a"));
}

TEST(Realistic, WhatOneTimerCausesMayComeBeforeAnotherWithTheSameDeadline) {
  LoopFixture world(SchedulingModel::realistic);
  world.choices.answers = {0, 2};
  auto task = [](LoopFixture& in) -> Future<void> {
    co_yield sleep(1s);
    in.say("slept");
    co_yield moment;
    in.say("hopped");
    co_yield moment;
    in.say("again");
  }(world);
  world.loop.call_later(1s, [&] { world.say("timer"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("slept", "hopped", "timer", "again"));
  EXPECT_THAT(sites_of(world.choices), ElementsAre("loop/tie", "loop/late"));
}

TEST(Realistic, ATimerIsNotLateIfNothingCanOvertakeIt) {
  LoopFixture world(SchedulingModel::realistic);
  world.choices.answers = {8};
  world.loop.call_later(1s, [&] { world.say("timer"); });
  world.loop.start();
  EXPECT_TRUE(world.choices.asked.empty());
}

TEST(Realistic, AStepThatArrivesMayComeAfterSomeHops) {
  LoopFixture world(SchedulingModel::realistic);
  world.choices.answers = {1, 0};
  struct Arrival final : WaitingStep {
    explicit Arrival(LoopFixture& world_in)
        : WaitingStep([](WaitingStep& self) { static_cast<Arrival&>(self).world.say("arrives"); }),
          world(world_in) {}
    LoopFixture& world;
  } arrival(world);
  auto task = hop(world, 3);
  Step step;
  step.arrives = true;
  world.loop.add_step(arrival, step);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("hop 1", "hop 2", "arrives", "hop 3"));
}

TEST(Realistic, QuietAnswersGiveTheExactRun) {
  auto run = [](SchedulingModel model) {
    LoopFixture world(model);
    for (const char* name : {"a", "b"}) {
      world.loop.add_callback([&world, name] { world.say_when(name); });
      world.loop.call_later(1s, [&world, name] { world.say_when(name); });
      world.loop.external([&world, name] { world.say_when(name); });
    }
    auto task = hop(world, 5);
    world.loop.start();
    return world.said;
  };
  EXPECT_EQ(run(SchedulingModel::exact), run(SchedulingModel::realistic));
}

}  // namespace
}  // namespace tornado
