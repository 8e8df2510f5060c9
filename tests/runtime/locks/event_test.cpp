#include "runtime/locks/event.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::locks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> waits(LoopFixture& world, locks::Event event, std::string name) {
  co_yield event.wait();
  world.say_when(name + (event.is_set() ? " set" : " clear"));
}

TEST(Event, K7_SetWakesAllAtOnce) {
  LoopFixture world;
  const locks::Event event;
  EXPECT_FALSE(event.is_set());
  static_cast<void>(waits(world, event, "a"));
  static_cast<void>(waits(world, event, "b"));
  world.loop.add_callback([&] { event.set(); });
  world.loop.start();
  EXPECT_TRUE(event.is_set());
  EXPECT_THAT(world.said, ElementsAre("a set@2", "b set@2"));
}

TEST(Event, K7_WithoutATimeoutEverybodyGetsTheSameFuture) {
  LoopFixture world;
  const locks::Event event;
  EXPECT_EQ(event.wait(), event.wait());
  auto waiter = event.wait();
  waiter.set_result();
  EXPECT_TRUE(event.is_set()) << "who sets it by himself sets the event";
}

TEST(Event, K7_ASetEventIsNotWaitedFor) {
  LoopFixture world;
  const locks::Event event;
  event.set();
  event.set();
  EXPECT_TRUE(event.wait().done());
}

TEST(Event, K7_ClearMakesItWaitAgainAndIsNothingWhenItIsClear) {
  LoopFixture world;
  const locks::Event event;
  auto waiter = event.wait();
  event.clear();
  EXPECT_EQ(event.wait(), waiter) << "it keeps its waiters";
  event.set();
  event.clear();
  EXPECT_FALSE(event.is_set());
  EXPECT_FALSE(event.wait().done());
  EXPECT_TRUE(waiter.done());
}

TEST(Event, K7_SetAndClearAtOnceWakeTheEarlierWaitersWhoSeeItClear) {
  LoopFixture world;
  const locks::Event event;
  static_cast<void>(waits(world, event, "a"));
  world.loop.add_callback([&] {
    event.set();
    event.clear();
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a clear@2"));
}

TEST(Event, K7_AClearFromAWaitersCallbackLeavesTheOtherWaitersWoken) {
  LoopFixture world;
  const locks::Event event;
  auto waiter = event.wait();
  waiter.add_done_callback([&](const auto&) { event.clear(); });
  waiter.add_done_callback([&](const auto&) { world.say("second"); });
  event.set();
  EXPECT_FALSE(event.is_set());
  EXPECT_THAT(world.said, ElementsAre("second"));
}

TEST(Event, K7_AWaitWithATimeoutFailsAtItsDeadline) {
  LoopFixture world;
  const locks::Event event;
  auto late = event.wait(1s);
  auto in_time = event.wait(at_seconds(3));
  world.loop.call_at(at_seconds(2), [&] { event.set(); });
  world.loop.start();
  EXPECT_EQ(LoopFixture::message_of(late.exception()), "Timeout");
  EXPECT_TRUE(in_time.done());
  EXPECT_EQ(in_time.exception(), nullptr);
  EXPECT_EQ(world.loop.time(), at_seconds(2)) << "being set removes the timer";
}

TEST(Event, K5_ATimeoutOf0IsADeadlineHere) {
  LoopFixture world;
  const locks::Event event;
  auto waiter = event.wait(0s);
  world.loop.start();
  EXPECT_THROW(waiter.result(), TimeoutError);
}

TEST(Event, CopiesAreTheSameEvent) {
  LoopFixture world;
  const locks::Event event;
  const locks::Event copy = event;
  copy.set();
  EXPECT_TRUE(event.is_set());
  EXPECT_EQ(copy, event);
}

}  // namespace
}  // namespace tornado::locks
