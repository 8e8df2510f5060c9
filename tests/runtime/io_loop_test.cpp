#include "runtime/io_loop.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Law, L1_AnIterationRunsItsCallbacksThenItsTimersThenTheWorld) {
  LoopFixture world;
  world.loop.external([&] { world.say_when("external"); });
  world.loop.call_later(0s, [&] { world.say_when("timer"); });
  world.loop.add_callback([&] { world.say_when("callback"); });
  world.loop.start();
  // The world's part is the end of an iteration, after its phase was counted.
  EXPECT_THAT(world.said, ElementsAre("callback@1", "timer@1", "external@2"));
}

TEST(Law, L1_DueTimersAreCollectedBeforeTheCallbacksRun) {
  LoopFixture world;
  world.loop.call_at(at_seconds(1), [&] { world.say_when("due"); });
  world.loop.add_callback([&] { world.loop.spend(5s); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("due@2"));
}

TEST(Law, L2_CallbacksRunFirstInFirstOutOverAllSources) {
  LoopFixture world;
  Future<void> future;
  world.loop.add_future(future, [&](const Future<void>&) { world.say("future"); });
  world.loop.call_later(0s, [&] { world.loop.add_callback([&] { world.say("of the timer"); }); });
  world.loop.add_callback([&] { world.say("a"); });
  future.set_result();
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say("of the callback"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a", "future", "of the callback", "of the timer"));
}

TEST(Law, L3_WhatACallbackTimerOrEventAddsRunsInTheNextIteration) {
  LoopFixture world;
  auto add = [&](const char* word) { world.loop.add_callback([&world, word] { world.say_when(word); }); };
  world.loop.add_callback([&] { add("callback's"); });
  world.loop.call_later(0s, [&] { add("timer's"); });
  world.loop.external([&] { add("event's"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback's@2", "timer's@2", "event's@2"));
}

TEST(Law, L4_APastTimerAddedInAnIterationRunsAfterTheNextOnesCallbacks) {
  LoopFixture world;
  world.loop.add_callback([&] {
    world.loop.call_later(-1s, [&] { world.say_when("timer"); });
    world.loop.add_callback([&] { world.say_when("callback"); });
  });
  world.loop.call_later(0s, [&] { world.loop.call_at(at_seconds(-5), [&] { world.say_when("earlier"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback@2", "earlier@2", "timer@2"));
}

TEST(Law, L5_TimersRunByDeadlineAndEqualOnesInTheOrderOfAdding) {
  LoopFixture world;
  auto timer = [&](const char* word) { return [&world, word] { world.say(word); }; };
  world.loop.call_at(at_seconds(2), timer("third"));
  world.loop.call_later(1s, timer("first"));
  world.loop.add_timeout(at_seconds(1), timer("second"));
  world.loop.add_timeout(2s, timer("fourth"));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("first", "second", "third", "fourth"));
}

TEST(Law, L6_ATimerCanBeRemovedAtAnyTime) {
  LoopFixture world;
  Timeout before = world.loop.call_later(1s, [&] { world.say("before"); });
  world.loop.remove_timeout(before);
  Timeout by_callback = world.loop.call_later(0s, [&] { world.say("by callback"); });
  world.loop.add_callback([&] { world.loop.remove_timeout(by_callback); });
  Timeout by_timer;
  world.loop.call_later(0s, [&] { world.loop.remove_timeout(by_timer); });
  by_timer = world.loop.call_later(0s, [&] { world.say("by timer"); });
  Timeout ran = world.loop.call_later(0s, [&] { world.say("ran"); });
  world.loop.start();
  world.loop.remove_timeout(ran);
  world.loop.remove_timeout(Timeout());
  EXPECT_THAT(world.said, ElementsAre("ran"));
}

TEST(Law, L9_PastAndNegativeDeadlinesRunAtTheNextChanceByDeadline) {
  LoopFixture world;
  world.loop.call_later(0s, [&] { world.say_when("now"); });
  world.loop.call_later(-1s, [&] { world.say_when("past"); });
  world.loop.add_timeout(at_seconds(-7), [&] { world.say_when("long past"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("long past@1", "past@1", "now@1"));
}

template <class Deadline>
concept CanBeDeadline = requires(IOLoop& loop, Deadline deadline) { loop.add_timeout(deadline, [] {}); };
static_assert(CanBeDeadline<Time> && CanBeDeadline<Duration> && CanBeDeadline<std::chrono::milliseconds>);
static_assert(!CanBeDeadline<double> && !CanBeDeadline<std::string>, "L9: an unsupported deadline");

TEST(Law, L10_WhatEscapesACallbackTimerOrEventIsLoggedAndTheLoopGoesOn) {
  LoopFixture world;
  world.loop.add_callback([] { throw Boom("callback's"); });
  world.loop.call_later(0s, [] { throw Boom("timer's"); });
  world.loop.external([] { throw Boom("event's"); });
  world.loop.call_later(1s, [&] { world.say("later"); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback callback's", "callback timer's", "callback event's"));
  EXPECT_THAT(world.said, ElementsAre("later"));
}

TEST(Law, L11_TheFailureOfAFutureThatACallbackReturnsIsLoggedAHopAfterIt) {
  LoopFixture world;
  Future<void> future;
  world.loop.add_callback([&] { return future; });
  world.loop.call_later(1s, [&] {
    future.set_exception(Boom("watched"));
    world.say(std::to_string(world.logged.size()));
    world.loop.add_callback([&] { world.say(std::to_string(world.logged.size())); });
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("0", "1"));
  EXPECT_THAT(world.logged, ElementsAre("callback watched"));
}

TEST(Law, L11_ATimerMayReturnAListOfFutures) {
  LoopFixture world;
  world.loop.call_later(0s, [] { return std::vector{failed("of a list")}; });
  world.loop.call_later(0s, [] { return std::optional<Future<void>>(); });
  world.loop.call_later(0s, [] { return 5; });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback of a list"));
}

TEST(Law, L12_AddFutureCallsBackOneHopAfterTheFutureIsDone) {
  LoopFixture world;
  Future<int> pending;
  world.loop.add_future(done_future(1), [&](const Future<int>&) { world.say_when("done before"); });
  world.loop.add_future(
      pending, [&](const Future<int>& done) { world.say_when("result " + std::to_string(done.result())); });
  world.loop.add_future(pending, [&](const Future<int>&) { world.say_when("second"); });
  world.loop.add_callback([&] { pending.set_result(2); });
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say_when("queued later"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("done before@1", "result 2@2", "second@2", "queued later@2"));
}

TEST(Law, L13_StopLetsTheIterationEndAndKeepsWhatWasAdded) {
  LoopFixture world;
  world.loop.add_callback([&] {
    world.loop.stop();
    world.loop.add_callback([&] { world.say("next start"); });
  });
  world.loop.add_callback([&] { world.say("same iteration"); });
  world.loop.call_later(0s, [&] { world.say("its timers"); });
  world.loop.start();
  EXPECT_EQ(world.loop.phases(), 0U);
  EXPECT_EQ(world.loop.end(), RunEnd::none);
  EXPECT_THAT(world.said, ElementsAre("same iteration", "its timers"));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("same iteration", "its timers", "next start"));
}

TEST(Law, L14_StopInTheIoPhaseLetsOneMoreIterationRun) {
  LoopFixture world;
  world.loop.external([&] {
    world.loop.stop();
    world.loop.add_callback([&] {
      world.say("callback");
      world.loop.add_callback([&] { world.say("too late"); });
    });
    world.loop.call_later(0s, [&] { world.say("timer"); });
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback", "timer"));
}

TEST(Law, L15_StopBeforeStartMakesOneStartReturnAtOnce) {
  LoopFixture world;
  world.loop.add_callback([&] { world.say("ran"); });
  world.loop.stop();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("ran"));
}

TEST(Law, L16_StartWhileRunningThrows) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.start(); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback IOLoop is already running"));
}

TEST(Law, L16_StartMakesTheLoopCurrentAndRestoresThePreviousOne) {
  LoopFixture outer;
  ListedChoices choices;
  SimLoop inner(choices);
  EXPECT_EQ(IOLoop::current_or_null(), &outer.loop);
  inner.add_callback([&] { EXPECT_EQ(&IOLoop::current(), &inner); });
  outer.loop.add_callback([&] {
    inner.start();
    EXPECT_EQ(&IOLoop::current(), &outer.loop);
  });
  outer.loop.start();
  EXPECT_EQ(IOLoop::current_or_null(), &outer.loop);
}

TEST(Law, L21_SpawnCallbackQueuesLikeAddCallback) {
  LoopFixture world;
  world.loop.add_callback([&] { world.say("a"); });
  world.loop.spawn_callback([&](const char* word) { world.say(word); }, "b");
  world.loop.add_callback([&] { world.say("c"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a", "b", "c"));
}

TEST(Law, L25_WhatIsAddedToAClosedLoopIsDropped) {
  LoopFixture world;
  world.loop.close();
  EXPECT_TRUE(world.loop.closed());
  auto held = std::make_shared<int>(1);
  world.loop.add_callback([&world, held] { world.say("callback"); });
  world.loop.call_later(0s, [&world, held] { world.say("timer"); });
  world.loop.external([&world, held] { world.say("event"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Law, L26_ANewLoopBecomesCurrentIfThereIsNone) {
  EXPECT_THROW(IOLoop::current(), std::runtime_error);
  ListedChoices choices;
  {
    SimLoop first(choices);
    SimLoop second(choices);
    EXPECT_EQ(&IOLoop::current(), &first);
    EXPECT_THROW(SimLoop(choices, SchedulingModel::exact, IOLoop::MakeCurrent::yes), std::runtime_error);
    second.make_current();
    EXPECT_EQ(&IOLoop::current(), &second);
    first.make_current();
  }
  EXPECT_EQ(IOLoop::current_or_null(), nullptr);
  SimLoop not_current(choices, SchedulingModel::exact, IOLoop::MakeCurrent::no);
  EXPECT_EQ(IOLoop::current_or_null(), nullptr);
}

TEST(IOLoop, ABaseExceptionLeavesStartAndTheRestWaitsForTheNext) {
  LoopFixture world;
  world.loop.add_callback([] { throw Interrupt(); });
  world.loop.add_callback([&] { world.say("next start"); });
  EXPECT_THROW(world.loop.start(), Interrupt);
  EXPECT_FALSE(world.loop.running());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("next start"));
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(IOLoop, CallbacksTakeArgumentsMoveOnlyOnesToo) {
  LoopFixture world;
  world.loop.add_callback([&](const std::unique_ptr<int>& value) { world.say(std::to_string(*value)); },
                          std::make_unique<int>(3));
  world.loop.call_later(0s, [&](int a, int b) { world.say(std::to_string(a + b)); }, 1, 1);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("3", "2"));
}

TEST(IOLoop, CloseInsideStartIsRefused) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.close(); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback close() of an IOLoop that runs"));
}

TEST(IOLoop, AnEmptyLogHandlerDropsWhatItIsTold) {
  LoopFixture world;
  world.loop.set_log_handler({});
  world.loop.add_callback([] { throw Boom("dropped"); });
  world.loop.add_callback([&] { world.say("the loop goes on"); });
  testing::internal::CaptureStderr();
  world.loop.start();
  static_cast<void>(failed());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(world.said, ElementsAre("the loop goes on"));
  EXPECT_THAT(world.logged, IsEmpty());
}

}  // namespace
}  // namespace tornado
