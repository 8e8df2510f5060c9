#include "runtime/runner.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> ready_yields(int count, Future<int> ready) {
  for (; count > 0; --count) co_yield ready;
}

TEST(Law, R1_ReadyYieldsCostNeitherAHopNorStack) {
  LoopFixture world;
  auto task = ready_yields(20'000, done_future(1));
  EXPECT_TRUE(task.done());
  EXPECT_EQ(world.loop.phases(), 0U);
}

Future<void> waits(LoopFixture& world, Future<void> future, std::string name) {
  co_yield future;
  world.say_when(name);
}

TEST(Law, R2_APendingYieldResumesOneHopAfterCompletionInTheOrderOfYielding) {
  LoopFixture world;
  Future<void> future;
  auto a = waits(world, future, "a");
  auto b = waits(world, future, "b");
  world.loop.add_callback([&] { future.set_result(); });
  world.loop.add_callback([&] { world.say_when("queued before"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("queued before@1", "a@2", "b@2"));
}

Future<void> hops(LoopFixture& world, std::string name, int count) {
  for (; count > 0; --count) {
    co_yield moment;
    world.say_when(name);
  }
}

TEST(Law, R3_MomentIsExactlyOneHopBehindWhatIsQueued) {
  LoopFixture world;
  world.loop.add_callback([&] { world.say_when("queued"); });
  auto a = hops(world, "a", 2);
  auto b = hops(world, "b", 1);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("queued@1", "a@1", "b@1", "a@2"));
}

Future<void> yields_a_moment_future(LoopFixture& world, Future<void> made) {
  co_yield made;
  world.say_when("a");
}

TEST(Law, R3_AFutureThatIsAMomentCountsAsOne) {
  LoopFixture world;
  auto task = yields_a_moment_future(world, moment_future());
  EXPECT_FALSE(task.done());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a@1"));
}

// A value of a dynamic type, which may or may not be a yieldable.
struct Dynamic {
  bool good = false;
};
Future<int> convert_yielded(const Dynamic& value) {
  if (!value.good) throw BadYieldError("yielded unknown object 5");
  return done_future(5);
}

Future<int> yields_dynamic(LoopFixture& world, Dynamic value) {
  bool bad = false;
  try {
    co_yield value;
  } catch (const BadYieldError& error) {
    world.say(error.what());
    bad = true;
  }
  co_return bad ? 1 : 0;
}

TEST(Law, R4_BadYieldErrorIsThrownAtThatYield) {
  LoopFixture world;
  auto bad = yields_dynamic(world, Dynamic{});
  auto good = yields_dynamic(world, Dynamic{true});
  EXPECT_EQ(bad.result(), 1);
  EXPECT_EQ(good.result(), 0);
  EXPECT_THAT(world.said, ElementsAre("yielded unknown object 5"));
}

TEST(Law, R5_ACoroutineIsResumedOnceAYield) {
  LoopFixture world;
  Future<void> future;
  auto task = waits(world, future, "resumed");
  future.set_result();
  EXPECT_THROW(future.set_result(), InvalidStateError);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("resumed@1"));
}

Future<int> catches_twice(LoopFixture& world, Future<void> first, Future<void> second) {
  int caught = 0;
  try {
    co_yield first;
  } catch (const Boom& error) {
    world.say(error.what());
    ++caught;
  }
  co_yield second;
  co_return caught;
}

TEST(Law, R6_AFailureIsThrownAtTheYieldAndUncaughtBecomesTheFutures) {
  LoopFixture world;
  Future<void> first;
  Future<void> second;
  auto task = catches_twice(world, first, second);
  world.loop.add_callback([&] { first.set_exception(Boom("one")); });
  world.loop.call_later(1s, [&] { second.set_exception(Boom("two")); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("one"));
  EXPECT_THROW(static_cast<void>(task.result()), Boom);
  EXPECT_EQ(LoopFixture::message_of(task.exception()), "two");
}

TEST(Law, R7_TheCallbacksOfItsFutureRunInsideTheFinishingStep) {
  LoopFixture world;
  Future<void> future;
  auto task = waits(world, future, "last step");
  task.add_done_callback([&](const Future<void>&) { world.say_when("callback"); });
  world.loop.add_callback([&] {
    future.set_result();
    world.loop.add_callback([&] { world.say_when("queued after"); });
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("last step@2", "callback@2", "queued after@2"));
}

Future<void> throws_after_catching(Future<void> future) {
  bool caught = false;
  try {
    co_yield future;
  } catch (const Boom&) {
    caught = true;
  }
  if (caught) std::throw_with_nested(Boom("later"));
}

TEST(Law, R8_TheExceptionThrownInIsNoContextOfLaterOnes) {
  LoopFixture world;
  Future<void> future;
  auto task = throws_after_catching(future);
  future.set_exception(Boom("thrown in"));
  world.loop.start();
  try {
    task.result();
    FAIL();
  } catch (const Boom& error) {
    auto* nested = dynamic_cast<const std::nested_exception*>(&error);
    ASSERT_NE(nested, nullptr);
    EXPECT_EQ(nested->nested_ptr(), nullptr);
  }
}

Future<void> yields_twice(LoopFixture& world, Future<void> first, Future<void> second) {
  co_yield first;
  world.say("first");
  co_yield second;
  world.say("second");
}

TEST(Law, R15_TheLoopOfTheFirstYieldResumesItForEver) {
  LoopFixture world;
  ListedChoices choices;
  SimLoop other(choices);
  Future<void> first;
  first.set_result();
  Future<void> second;
  Future<void> third;
  auto task = yields_twice(world, first, second);
  auto other_task = yields_twice(world, second, third);
  other.make_current();
  second.set_result();
  other.start();
  EXPECT_THAT(world.said, ElementsAre("first"));
  world.loop.make_current();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("first", "second", "first"));
  other.make_current();
  third.set_result();
  other.start();
  EXPECT_THAT(world.said, ElementsAre("first", "second", "first"));
  world.loop.make_current();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("first", "second", "first", "second"));
}

Future<void> switches_loop(LoopFixture& world, IOLoop& other, Future<void> ready, Future<void> pending) {
  co_yield ready;
  other.make_current();
  co_yield pending;
  world.say("resumed");
}

TEST(Law, R15_AReadyYieldIsAFirstYieldToo) {
  LoopFixture world;
  ListedChoices choices;
  SimLoop other(choices);
  Future<void> ready;
  ready.set_result();
  Future<void> pending;
  auto task = switches_loop(world, other, ready, pending);
  world.loop.make_current();
  pending.set_result();
  other.start();
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("resumed"));
}

Future<int> five_after(Future<void> future) {
  co_yield future;
  co_return 5;
}

TEST(Law, G8_ACoroutineWhoseFutureNobodyHoldsGoesOn) {
  LoopFixture world;
  Future<void> future;
  static_cast<void>(waits(world, future, "on"));
  world.loop.add_callback([&] { future.set_result(); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("on@2"));
}

TEST(Runner, ACoroutineWhoseFutureWasSetFromOutsideKeepsThatAndTheLoopLogs) {
  LoopFixture world;
  Future<void> pending;
  auto task = five_after(pending);
  task.set_result(1);
  pending.set_result();
  world.loop.start();
  EXPECT_EQ(task.result(), 1);
  EXPECT_THAT(world.logged, ElementsAre("callback the Future is already done"));
}

TEST(Runner, ACoroutineThatFailsAfterItsFutureWasSetFromOutsideChangesNothing) {
  LoopFixture world;
  Future<void> pending;
  auto task = five_after(pending);
  task.set_result(1);
  pending.set_exception(Boom("lost"));
  world.loop.start();
  EXPECT_EQ(task.result(), 1);
  EXPECT_THAT(world.logged, ElementsAre("callback the Future is already done"));
}

TEST(Runner, ABaseExceptionFromACallbackOfItsFutureLeavesStart) {
  LoopFixture world;
  Future<void> pending;
  auto task = five_after(pending);
  task.add_done_callback([](const Future<int>&) { throw Interrupt(); });
  pending.set_result();
  EXPECT_THROW(world.loop.start(), Interrupt);
  EXPECT_EQ(task.result(), 5);
}

}  // namespace
}  // namespace tornado
