#include "runtime/future.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

TEST(Law, F1_CallbacksRunInTheOrderOfRegistrationBeforeSetReturns) {
  LoopFixture world;
  Future<int> future;
  future.add_done_callback([&](const Future<int>&) { world.say("a"); });
  future.add_done_callback([&](const Future<int>&) { world.say("b"); });
  future.set_result(1);
  world.say("returned");
  EXPECT_THAT(world.said, ElementsAre("a", "b", "returned"));
}

TEST(Law, F1_HoldsForExceptionsToo) {
  LoopFixture world;
  Future<int> future;
  future.add_done_callback(
      [&](const Future<int>& done) { world.say(LoopFixture::message_of(done.exception())); });
  future.set_exception(Boom("no"));
  world.say("returned");
  EXPECT_THAT(world.said, ElementsAre("no", "returned"));
}

TEST(Law, F2_InsideACallbackTheFutureIsDoneAndHasItsResult) {
  Future<int> future;
  int seen = 0;
  future.add_done_callback([&](const Future<int>& done) {
    EXPECT_TRUE(done.done());
    EXPECT_EQ(done, future);
    seen = done.result();
  });
  future.set_result(7);
  EXPECT_EQ(seen, 7);
}

TEST(Law, F3_ACallbackAddedInsideACallbackRunsAtOnceBeforeTheRemainingOnes) {
  LoopFixture world;
  Future<void> future;
  future.add_done_callback([&](const Future<void>& done) {
    world.say("a");
    done.add_done_callback([&](const Future<void>&) { world.say("nested"); });
    world.say("after nested");
  });
  future.add_done_callback([&](const Future<void>&) { world.say("b"); });
  future.set_result();
  EXPECT_THAT(world.said, ElementsAre("a", "nested", "after nested", "b"));
}

TEST(Law, F4_ACallbackOfADoneFutureRunsInTheCallerWhichGetsItsExceptionUnlogged) {
  LoopFixture world;
  auto future = done_future(1);
  EXPECT_THROW(future.add_done_callback([](const Future<int>&) { throw Boom("mine"); }), Boom);
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, F5_AnExceptionFromACallbackIsLoggedAndTheRestRun) {
  LoopFixture world;
  Future<void> future;
  future.add_done_callback([](const Future<void>&) { throw Boom("first"); });
  future.add_done_callback([&](const Future<void>&) { world.say("second"); });
  EXPECT_NO_THROW(future.set_result());
  EXPECT_THAT(world.said, ElementsAre("second"));
  EXPECT_THAT(world.logged, ElementsAre("callback first"));
}

TEST(Law, F6_ABaseExceptionLeavesSetResultAndTheRestNeverRun) {
  LoopFixture world;
  auto held = std::make_shared<int>(1);
  Future<int> future;
  future.add_done_callback([](const Future<int>&) { throw Interrupt(); });
  future.add_done_callback([&world, held](const Future<int>&) { world.say("never"); });
  EXPECT_THROW(future.set_result(3), Interrupt);
  EXPECT_TRUE(future.done());
  EXPECT_EQ(future.result(), 3);
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_THAT(world.logged, ElementsAre());
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Law, F7_ASecondSetThrowsAndChangesNothing) {
  auto future = done_future(1);
  EXPECT_THROW(future.set_result(2), InvalidStateError);
  EXPECT_THROW(future.set_exception(boom()), InvalidStateError);
  EXPECT_EQ(future.result(), 1);
  EXPECT_EQ(future.exception(), nullptr);
}

TEST(Law, F8_ASetInsideACallbackThrowsAndEveryCallbackRunsOnce) {
  LoopFixture world;
  Future<int> future;
  future.add_done_callback([&](const Future<int>& done) {
    world.say("a");
    done.set_result(2);
  });
  future.add_done_callback([&](const Future<int>&) { world.say("b"); });
  future.set_result(1);
  EXPECT_EQ(future.result(), 1);
  EXPECT_THAT(world.said, ElementsAre("a", "b"));
  EXPECT_THAT(world.logged, ElementsAre("callback the Future is already done"));
}

TEST(Law, F9_ResultAndExceptionOfAPendingFutureThrow) {
  Future<int> future;
  EXPECT_THROW(static_cast<void>(future.result()), NotDoneError);
  EXPECT_THROW(static_cast<void>(future.exception()), NotDoneError);
  EXPECT_STREQ(NotDoneError().what(), "DummyFuture does not support blocking for results");
}

TEST(Law, F10_ResultAndExceptionEachMarkTheExceptionAsRetrieved) {
  LoopFixture world;
  {
    auto future = failed();
    EXPECT_THROW(future.result(), Boom);
  }
  {
    auto future = failed();
    EXPECT_NE(future.exception(), nullptr);
  }
  {
    auto future = failed_future<std::unique_ptr<int>>(boom());
    EXPECT_THROW(future.take(), Boom);
  }
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, F10_OnlyCallsAfterTheSetCount) {
  LoopFixture world;
  {
    Future<void> future;
    EXPECT_THROW(static_cast<void>(future.exception()), NotDoneError);
    future.set_exception(Boom("unseen"));
  }
  EXPECT_THAT(world.logged, ElementsAre("unretrieved unseen"));
}

TEST(Law, F11_AFutureThatDiesWithAnUnretrievedExceptionIsLoggedOnce) {
  LoopFixture world;
  {
    auto future = failed("lost");
    auto copy = future;  // NOLINT: the last copy counts
    EXPECT_THAT(world.logged, ElementsAre());
  }
  EXPECT_THAT(world.logged, ElementsAre("unretrieved lost"));
}

TEST(Law, F12_NothingCanBeCancelled) {
  Future<int> future;
  EXPECT_FALSE(future.cancel());
  EXPECT_FALSE(future.cancelled());
  EXPECT_TRUE(future.running());
  EXPECT_FALSE(future.done());
  future.set_result(1);
  EXPECT_FALSE(future.cancel());
  EXPECT_FALSE(future.cancelled());
  EXPECT_FALSE(future.running());
  EXPECT_EQ(future.result(), 1);
}

// F14 is a matter of types here.
static_assert(is_future<Future<void>> && is_future<Future<std::unique_ptr<int>>>);
static_assert(!is_future<int> && !is_future<Moment>);

TEST(Future, SetFromOutsideWhileTheCallbacksRunKeepsItAlive) {
  auto future = std::make_unique<Future<int>>();
  int seen = 0;
  (*future).add_done_callback([&](const Future<int>&) { future.reset(); });
  (*future).add_done_callback([&](const Future<int>& done) { seen = done.result(); });
  Ref<Future<int>::Cell> cell = future->cell();
  cell->set_result(5);
  EXPECT_EQ(seen, 5);
}

TEST(Future, AMoveOnlyResultIsSeenAndThenTakenOnce) {
  Future<std::unique_ptr<int>> future;
  future.set_result(std::make_unique<int>(4));
  EXPECT_EQ(*future.result(), 4);
  std::unique_ptr<int> taken = future.take();
  EXPECT_EQ(*taken, 4);
  EXPECT_THROW(static_cast<void>(future.result()), ResultTakenError);
  EXPECT_THROW(future.take(), ResultTakenError);
}

TEST(Future, AResultWhoseMakingThrowsLeavesItPending) {
  struct Throws {
    explicit Throws(int) { throw Boom("making"); }
  };
  Future<Throws> future;
  EXPECT_THROW(future.set_result(1), Boom);
  EXPECT_FALSE(future.done());
}

TEST(Future, CallbacksThatSetEachOtherOffAreStoppedBeforeTheStackIs) {
  LoopFixture world;
  constexpr int length = 5000;
  std::vector<Future<int>> chain(length);
  for (int at = 0; at + 1 < length; ++at) {
    chain[at].add_done_callback(
        [next = chain[at + 1]](const Future<int>& done) { next.set_result(done.result() + 1); });
  }
  chain[0].set_result(0);
  EXPECT_TRUE(chain[900].done());
  EXPECT_FALSE(chain[length - 1].done());
  EXPECT_THAT(world.logged, ElementsAre("callback maximum nesting of Future callbacks exceeded"));
}

TEST(Future, TheLogIsToldWhereASecondSettingComesFromEvenIfTheSetterIgnoresTheError) {
  LoopFixture world;
  std::vector<unsigned> lines;
  world.loop.set_log_handler({{}, {}, [&](std::source_location where) { lines.push_back(where.line()); }});
  const auto ignoring = [](auto set) {
    try {
      set();
    } catch (const InvalidStateError&) {  // NOLINT(bugprone-empty-catch): that is the point
    }
  };
  Future<int> value;
  Future<void> empty;
  value.set_result(1);
  empty.set_result();
  EXPECT_TRUE(lines.empty());
  const unsigned line = __LINE__;
  ignoring([&] { value.set_result(2); });
  ignoring([&] { value.set_exception(Boom("no")); });
  ignoring([&] { empty.set_result(); });
  ignoring([&] { empty.set_exception(boom()); });
  EXPECT_THAT(lines, ElementsAre(line + 1, line + 2, line + 3, line + 4));
}

TEST(Future, TheLogIsToldThatACoroutinesFutureWasSetByOthers) {
  LoopFixture world;
  std::vector<unsigned> lines;
  world.loop.set_log_handler({{}, {}, [&](std::source_location where) { lines.push_back(where.line()); }});
  const unsigned line = __LINE__ + 1;
  const auto one_hop = []() -> Future<void> { co_yield moment; };
  const Future<void> task = one_hop();
  task.set_result();
  world.loop.start();
  EXPECT_THAT(lines, ElementsAre(line)) << "the coroutine's last wait is the place that is known";
}

TEST(Future, WorksWithoutALoop) {
  EXPECT_EQ(IOLoop::current_or_null(), nullptr);
  Future<int> future;
  int seen = 0;
  future.add_done_callback([&](const Future<int>& done) { seen = done.result(); });
  future.set_result(2);
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace tornado
