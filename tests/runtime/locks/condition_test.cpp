#include "runtime/locks/condition.hpp"

#include <optional>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::locks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> waits(LoopFixture& world, Condition condition, std::string name, Deadline deadline = {}) {
  const bool notified = co_yield condition.wait(deadline);
  world.say_when(name + (notified ? " notified" : " timed out"));
}

void run(LoopFixture& world) {
  world.loop.start();
}

TEST(Condition, K1_NotifyWakesTheLongestWaitersAndTheyResumeAHopLater) {
  LoopFixture world;
  const Condition condition;
  for (const char* name : {"a", "b", "c"}) static_cast<void>(waits(world, condition, name));
  world.loop.add_callback([&] {
    condition.notify(2);
    world.say_when("notified");
  });
  run(world);
  EXPECT_THAT(world.said, ElementsAre("notified@1", "a notified@2", "b notified@2"));
}

TEST(Condition, K1_WaitersThatTimedOutDoNotCount) {
  LoopFixture world;
  const Condition condition;
  auto expired = condition.wait(1s);
  auto second = condition.wait();
  run(world);
  condition.notify();
  EXPECT_FALSE(expired.result());
  EXPECT_TRUE(second.result());
}

TEST(Condition, K1_WaitersAreSetInsideNotify) {
  LoopFixture world;
  const Condition condition;
  auto waiter = condition.wait();
  waiter.add_done_callback([&](const Future<bool>& done) { world.say(done.result() ? "true" : "false"); });
  condition.notify();
  EXPECT_THAT(world.said, ElementsAre("true"));
}

TEST(Condition, K2_ANotifyFromAWaitersCallbackTakesTheNextWaiters) {
  LoopFixture world;
  const Condition condition;
  std::vector<Future<bool>> waiters;
  for (int name = 0; name < 4; ++name) {
    waiters.push_back(condition.wait());
    waiters.back().add_done_callback([&world, &condition, name](const auto&) {
      world.say("begin " + std::to_string(name));
      if (name == 0) condition.notify(1);
      world.say("end " + std::to_string(name));
    });
  }
  condition.notify(2);
  EXPECT_THAT(world.said, ElementsAre("begin 0", "begin 2", "end 2", "end 0", "begin 1", "end 1"));
  EXPECT_FALSE(waiters[3].done());
}

TEST(Condition, K2_AWaiterThatWasSetBySomebodyElseMeanwhileEndsTheNotify) {
  LoopFixture world;
  const Condition condition;
  auto first = condition.wait();
  auto second = condition.wait();
  auto third = condition.wait();
  first.add_done_callback([&](const auto&) { second.set_result(false); });
  EXPECT_THROW(condition.notify(3), InvalidStateError);
  EXPECT_TRUE(first.result());
  EXPECT_FALSE(third.done()) << "as in the original, it was chosen and is forgotten";
  condition.notify_all();
  EXPECT_FALSE(third.done());
}

TEST(Condition, K3_ANotifyWithoutWaitersIsLost) {
  LoopFixture world;
  const Condition condition;
  condition.notify(5);
  condition.notify_all();
  EXPECT_FALSE(condition.wait().done());
}

TEST(Condition, K3_NotifyAllWakesThoseThatWaitNow) {
  LoopFixture world;
  const Condition condition;
  auto first = condition.wait();
  auto second = condition.wait();
  std::optional<Future<bool>> later;
  second.add_done_callback([&](const auto&) { later = condition.wait(); });
  condition.notify_all();
  EXPECT_TRUE(first.result() && second.result());
  EXPECT_FALSE(later->done());
}

TEST(Condition, K4_AWaitGivesFalseAtItsDeadline) {
  LoopFixture world;
  const Condition condition;
  auto span = condition.wait(2s);
  auto moment_of_time = condition.wait(at_seconds(1));
  moment_of_time.add_done_callback([&](const auto&) { EXPECT_EQ(world.loop.time(), at_seconds(1)); });
  run(world);
  EXPECT_EQ(world.loop.time(), at_seconds(2));
  EXPECT_FALSE(span.result());
  EXPECT_FALSE(moment_of_time.result());
}

TEST(Condition, K4_BeingNotifiedRemovesTheTimer) {
  LoopFixture world;
  const Condition condition;
  auto waiter = condition.wait(100s);
  world.loop.add_callback([&] { condition.notify(); });
  run(world);
  EXPECT_TRUE(waiter.result());
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(Condition, K4_ATieGoesByTheOrderOfMaking) {
  LoopFixture world;
  const Condition condition;
  auto loses = condition.wait(1s);
  world.loop.call_later(1s, [&] { condition.notify(2); });
  auto wins = condition.wait(1s);
  run(world);
  EXPECT_FALSE(loses.result());
  EXPECT_TRUE(wins.result());
}

TEST(Condition, K5_ATimeoutOf0IsNone) {
  LoopFixture world;
  const Condition condition;
  auto span = condition.wait(0s);
  auto time = condition.wait(at_seconds(0));
  world.loop.call_later(5s, [] {});
  run(world);
  EXPECT_FALSE(span.done());
  EXPECT_FALSE(time.done());
  condition.notify_all();
  EXPECT_TRUE(span.result() && time.result());
}

TEST(Condition, K5_APastDeadlineIsADeadline) {
  LoopFixture world;
  const Condition condition;
  auto waiter = condition.wait(-1s);
  run(world);
  EXPECT_FALSE(waiter.result());
}

// How many of 250 waiters that time out one after another are still kept.
TEST(Condition, K6_WaitersThatTimedOutAreDroppedAfter100Timeouts) {
  Observer observer;
  LoopFixture world;
  const Condition condition;
  std::vector<std::size_t> kept;
  world.loop.set_observer(&observer);
  for (int at = 1; at <= 250; ++at) static_cast<void>(condition.wait(Duration(at)));
  run(world);
  for (const tornado::Event& event : observer) {
    if (event.kind == EventKind::waiters_left) kept.push_back(event.other);
  }
  ASSERT_EQ(kept.size(), 250U);
  EXPECT_EQ(kept[99], 250U);
  EXPECT_EQ(kept[100], 149U) << "the 101st timeout drops all that are done";
  EXPECT_EQ(kept[200], 149U);
  EXPECT_EQ(kept[201], 48U);
}

TEST(Condition, K6_ANotifyDropsTheOnesItReaches) {
  Observer observer;
  LoopFixture world;
  world.loop.set_observer(&observer);
  const Condition condition;
  for (int at = 0; at < 3; ++at) static_cast<void>(condition.wait(1s));
  auto live = condition.wait();
  auto behind = condition.wait();
  run(world);
  condition.notify();
  EXPECT_TRUE(live.done());
  EXPECT_EQ((observer.end() - 2)->kind, EventKind::waiters_left);
  EXPECT_EQ((observer.end() - 2)->other, 1U);
}

TEST(Condition, CopiesAreTheSameCondition) {
  LoopFixture world;
  const Condition condition;
  const Condition copy = condition;
  auto waiter = condition.wait();
  copy.notify();
  EXPECT_TRUE(waiter.result());
  EXPECT_EQ(copy, condition);
  EXPECT_FALSE(copy == Condition());
}

TEST(Condition, WhatWaitsWhenTheLoopGoesIsDroppedWithIt) {
  auto held = std::make_shared<int>();
  std::optional<Condition> condition;
  Future<bool> waiter;
  {
    LoopFixture world;
    condition.emplace();
    waiter = condition->wait(1s);
    waiter.add_done_callback([held](const auto&) {});
    static_cast<void>([](Condition of, std::shared_ptr<int> kept) -> Future<void> {
      co_yield of.wait(1s);
      static_cast<void>(kept);
    }(*condition, held));
  }
  EXPECT_EQ(held.use_count(), 1);
  condition->notify_all();
  EXPECT_TRUE(waiter.result());
}

TEST(Condition, AConditionMayDieBeforeItsTimers) {
  LoopFixture world;
  auto waiter = Condition().wait(1s);
  run(world);
  EXPECT_FALSE(waiter.result());
}

}  // namespace
}  // namespace tornado::locks
