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

TEST(Event, K7_set_wakes_all_at_once) {
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

TEST(Event, K7_without_a_timeout_everybody_gets_the_same_future) {
  LoopFixture world;
  const locks::Event event;
  EXPECT_EQ(event.wait(), event.wait());
  auto waiter = event.wait();
  waiter.set_result();
  EXPECT_TRUE(event.is_set()) << "who sets it by himself sets the event";
}

TEST(Event, K7_a_set_event_is_not_waited_for) {
  LoopFixture world;
  const locks::Event event;
  event.set();
  event.set();
  EXPECT_TRUE(event.wait().done());
}

TEST(Event, K7_clear_makes_it_wait_again_and_is_nothing_when_it_is_clear) {
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

TEST(Event, K7_set_and_clear_at_once_wake_the_earlier_waiters_who_see_it_clear) {
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

TEST(Event, K7_a_clear_from_a_waiters_callback_leaves_the_other_waiters_woken) {
  LoopFixture world;
  const locks::Event event;
  auto waiter = event.wait();
  waiter.add_done_callback([&](const auto&) { event.clear(); });
  waiter.add_done_callback([&](const auto&) { world.say("second"); });
  event.set();
  EXPECT_FALSE(event.is_set());
  EXPECT_THAT(world.said, ElementsAre("second"));
}

TEST(Event, K7_a_wait_with_a_timeout_fails_at_its_deadline) {
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

TEST(Event, K5_a_timeout_of_0_is_a_deadline_here) {
  LoopFixture world;
  const locks::Event event;
  auto waiter = event.wait(0s);
  world.loop.start();
  EXPECT_THROW(waiter.result(), TimeoutError);
}

TEST(Event, copies_are_the_same_event) {
  LoopFixture world;
  const locks::Event event;
  const locks::Event copy = event;
  copy.set();
  EXPECT_TRUE(event.is_set());
  EXPECT_EQ(copy, event);
}

}  // namespace
}  // namespace tornado::locks
