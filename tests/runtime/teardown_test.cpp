// However a program ends, nothing is leaked, nothing that is gone is touched. LeakSanitizer and
// AddressSanitizer judge most of this; the counts are for builds without them.
#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

// Counts who holds it.
using Held = std::shared_ptr<int>;

Future<void> waits_holding(Held held, Future<void> future) {
  Held local = held;
  co_yield future;
}

TEST(Teardown, ASuspendedFrameGoesWithItsLoop) {
  Held held = std::make_shared<int>();
  Future<void> outlives;
  {
    LoopFixture world;
    static_cast<void>(waits_holding(held, Future<void>()));
    static_cast<void>(waits_holding(held, outlives));
    static_cast<void>(waits_holding(held, sleep(1s)));
    EXPECT_GT(held.use_count(), 1);
  }
  EXPECT_EQ(held.use_count(), 1);
  outlives.set_result();
}

TEST(Teardown, ACallbackThatHoldsItsOwnPendingFutureGoesWithTheLoop) {
  Held held = std::make_shared<int>();
  {
    LoopFixture world;
    Future<void> future;
    future.add_done_callback([future, held](const Future<void>&) {});
    world.loop.add_future(future, [future, held](const Future<void>&) {});
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Teardown, AWaitingCallbackBelongsToTheLoopItWaitsForWhicheverIsCurrent) {
  Held held = std::make_shared<int>();
  LoopFixture outer;
  Future<void> future;
  future.add_done_callback([&](const Future<void>&) { outer.say("outer's"); });
  {
    ListedChoices choices;
    SimLoop inner(choices);
    inner.add_future(future, [held](const Future<void>&) {});
    inner.make_current();
    auto task = waits_holding(held, future);
    outer.loop.make_current();
  }
  EXPECT_EQ(held.use_count(), 1);
  future.set_result();
  EXPECT_THAT(outer.said, ElementsAre("outer's"));
}

TEST(Teardown, CyclesOfCoroutinesFuturesTimersAndIteratorsAreBroken) {
  Held held = std::make_shared<int>();
  {
    LoopFixture world;
    auto self = std::make_shared<Future<void>>();
    *self = [](std::shared_ptr<Future<void>> own, Held kept) -> Future<void> {
      Held local = kept;
      co_yield moment;
      Future<void> never;
      co_yield never;
      static_cast<void>(own);
    }(self, held);
    auto timer = std::make_shared<Timeout>();
    *timer = world.loop.call_later(5s, [timer, held] {});
    auto event = std::make_shared<std::function<void()>>();
    *event = [event, held] {};
    world.loop.external([event] { (*event)(); });
    WaitIterator<void> iterator(std::vector<Future<void>>(2));
    static_cast<void>(iterator.next());
    world.loop.add_callback([&] { world.loop.stop(); });
    world.loop.start();
    (*event) = nullptr;
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Teardown, ALoopClosedWithWorkQueuedDropsItUnrun) {
  Held held = std::make_shared<int>();
  LoopFixture world;
  world.loop.add_callback([&world, held] { world.say("callback"); });
  world.loop.call_later(0s, [&world, held] { world.say("timer"); });
  world.loop.external([&world, held] { world.say("event"); });
  world.loop.close();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.close();
}

TEST(Teardown, DueTimersThatABaseExceptionLeftAreDropped) {
  Held held = std::make_shared<int>();
  LoopFixture world;
  world.loop.call_later(0s, [] { throw Interrupt(); });
  auto timer = std::make_shared<Timeout>();
  *timer = world.loop.call_later(0s, [timer, held] {});
  EXPECT_THROW(world.loop.start(), Interrupt);
  timer.reset();
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Teardown, ACoroutineThatSuspendsOnAClosedLoopGoesWithIt) {
  Held held = std::make_shared<int>();
  {
    LoopFixture world;
    world.loop.close();
    auto task = waits_holding(held, Future<void>());
    auto hop = [](Held kept) -> Future<void> {
      co_yield moment;
      static_cast<void>(kept);
    }(held);
    EXPECT_FALSE(task.done());
    world.loop.start();
    EXPECT_FALSE(hop.done());
    EXPECT_GT(held.use_count(), 1);
  }
  EXPECT_EQ(held.use_count(), 1);
}

struct Local {
  Local(LoopFixture& world_in, std::string name_in) : world(world_in), name(std::move(name_in)) {}
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() { world.say(name); }
  LoopFixture& world;
  std::string name;
};

Future<void> has_local(LoopFixture& world, std::string name, Future<void> future) {
  Local local(world, name);
  co_yield future;
  co_yield moment;
  Future<void> never;
  co_yield never;
}

TEST(Teardown, FramesAreDestroyedNewestFirst) {
  LoopFixture world;
  Future<void> future;
  auto a = has_local(world, "a", future);
  auto b = has_local(world, "b", future);
  auto c = has_local(world, "c", Future<void>());
  future.set_result();
  world.loop.start();
  world.loop.close();
  EXPECT_THAT(world.said, ElementsAre("c", "b", "a"));
}

struct TouchesLoop {
  explicit TouchesLoop(LoopFixture& world_in, Future<void> future_in) : world(world_in), future(future_in) {}
  TouchesLoop(const TouchesLoop&) = delete;
  TouchesLoop& operator=(const TouchesLoop&) = delete;
  ~TouchesLoop() {
    EXPECT_EQ(IOLoop::current_or_null(), &world.loop);
    world.loop.add_callback([this] { world.say("never"); });
    world.loop.call_later(1s, [this] { world.say("never"); });
    static_cast<void>(waits_holding(held, Future<void>()));
    if (!future.done()) future.set_result();
    Future<void> own;
    own.add_done_callback([own](const Future<void>&) {});
    static_cast<void>(failed("in a destructor"));
  }
  LoopFixture& world;
  Future<void> future;
  Held held = std::make_shared<int>();
};

Future<void> touches_at_the_end(LoopFixture& world, Future<void> waited, Future<void> sets) {
  TouchesLoop local(world, sets);
  co_yield waited;
}

TEST(Teardown, DestructorsOfLocalsMayUseTheLoopAndSetFutures) {
  LoopFixture world;
  Future<void> a;
  Future<void> b;
  auto first = touches_at_the_end(world, a, b);
  auto second = touches_at_the_end(world, b, a);
  world.loop.external([touches = std::make_shared<TouchesLoop>(world, Future<void>())] {});
  world.loop.close();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_THAT(world.logged, ElementsAre("unretrieved in a destructor", "unretrieved in a destructor",
                                        "unretrieved in a destructor"));
  EXPECT_FALSE(first.done());
  EXPECT_FALSE(second.done());
}

TEST(Teardown, ACallbackOfAFutureMayCloseTheLoopThatTheRestBelongTo) {
  LoopFixture world;
  Held held = std::make_shared<int>();
  Future<void> future;
  future.add_done_callback([&](const Future<void>&) { world.loop.close(); });
  future.add_done_callback([&world, held](const Future<void>&) { world.say("dropped"); });
  future.set_result();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Teardown, FiftyCoroutinesThatWaitForEachOtherGo) {
  Held held = std::make_shared<int>();
  {
    LoopFixture world;
    Future<void> inner;
    for (int depth = 0; depth < 50; ++depth) inner = waits_holding(held, inner);
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Teardown, ResultsThatNobodyTookGoWithTheirFutures) {
  Held held = std::make_shared<int>();
  LoopFixture world;
  {
    Future<Held> future;
    future.set_result(held);
    Future<std::unique_ptr<Held>> move_only;
    move_only.set_result(std::make_unique<Held>(held));
  }
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace tornado
