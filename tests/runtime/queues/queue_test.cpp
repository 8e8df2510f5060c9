#include "runtime/queues/queue.hpp"

#include <memory>
#include <optional>
#include <string>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::queues {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

template <class Queue>
std::vector<int> drained(const Queue& queue) {
  std::vector<int> items;
  while (!queue.empty()) items.push_back(queue.get_nowait());
  return items;
}

TEST(Queue, Q1_PutHandsToTheLongestWaitingGetterSynchronously) {
  LoopFixture world;
  const Queue<int> queue;
  auto first = queue.get();
  auto second = queue.get();
  EXPECT_TRUE(queue.put(1).done());
  EXPECT_EQ(first.result(), 1);
  EXPECT_FALSE(second.done());
  EXPECT_EQ(queue.qsize(), 0U);
}

TEST(Queue, Q1_PutStoresWhileThereIsRoomAndThenWaitsInOrder) {
  LoopFixture world;
  const Queue<int> queue(2);
  EXPECT_TRUE(queue.put(1).done());
  EXPECT_FALSE(queue.full());
  EXPECT_TRUE(queue.put(2).done());
  EXPECT_TRUE(queue.full());
  auto third = queue.put(3);
  auto fourth = queue.put(4);
  EXPECT_FALSE(third.done());
  EXPECT_EQ(queue.get_nowait(), 1);
  EXPECT_TRUE(third.done());
  EXPECT_FALSE(fourth.done());
  EXPECT_THAT(drained(queue), ElementsAre(2, 3, 4));
  EXPECT_TRUE(fourth.done());
}

TEST(PriorityQueue, Q1_TheLowestLeavesFirst) {
  LoopFixture world;
  const PriorityQueue<int> queue;
  for (int item : {3, 1, 2, 1}) queue.put_nowait(item);
  EXPECT_THAT(drained(queue), ElementsAre(1, 1, 2, 3));
  const PriorityQueue<int, std::greater<int>> highest;
  for (int item : {3, 1, 2}) highest.put_nowait(item);
  EXPECT_THAT(drained(highest), ElementsAre(3, 2, 1));
}

TEST(LifoQueue, Q1_TheLatestLeavesFirst) {
  LoopFixture world;
  const LifoQueue<int> queue;
  for (int item : {3, 1, 2}) queue.put_nowait(item);
  EXPECT_THAT(drained(queue), ElementsAre(2, 1, 3));
}

TEST(Queue, Q2_GetLetsTheLongestWaitingPutterInAndTakesTheHead) {
  LoopFixture world;
  const PriorityQueue<int> lowest(1);
  lowest.put_nowait(5);
  auto waiting = lowest.put(1);
  EXPECT_EQ(lowest.get().result(), 1) << "the putter's item comes in first";
  EXPECT_TRUE(waiting.done());
  const LifoQueue<int> latest(1);
  latest.put_nowait(5);
  waiting = latest.put(1);
  EXPECT_EQ(latest.get().result(), 1);
  EXPECT_THAT(drained(latest), ElementsAre(5));
}

TEST(Queue, Q2_GetWaitsForAnItemAndResumesAHopAfterThePut) {
  LoopFixture world;
  const Queue<std::string> queue;
  static_cast<void>([](LoopFixture& seen, Queue<std::string> of) -> Future<void> {
    auto item = co_yield of.get();
    seen.say_when(item);
  }(world, queue));
  world.loop.add_callback([&] {
    queue.put_nowait("item");
    world.say_when("put");
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("put@1", "item@2"));
}

TEST(Queue, Q2_ACallbackOfThePutThatGetLetsInMayTakeTheItemFirst) {
  LoopFixture world;
  const Queue<int> queue(1);
  queue.put_nowait(1);
  queue.put(2).add_done_callback([&](const auto&) {
    world.say(std::to_string(queue.get_nowait()));
    world.say(std::to_string(queue.get_nowait()));
  });
  EXPECT_THROW(static_cast<void>(queue.get_nowait()), QueueTakenError);
  EXPECT_THAT(world.said, ElementsAre("1", "2"));
}

TEST(Queue, Q2_SuchACallbackMayLeaveAPutterWaitingThoughThereIsRoom) {
  LoopFixture world;
  const Queue<int> queue(1);
  queue.put_nowait(1);
  std::optional<Future<void>> late;
  queue.put(2).add_done_callback([&](const auto&) {
    static_cast<void>(queue.get_nowait());
    late = queue.put(3);
  });
  EXPECT_EQ(queue.get_nowait(), 2);
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(late->done());
  EXPECT_THROW(static_cast<void>(queue.get_nowait()), QueueStateError);
}

TEST(Queue, Q3_WithoutWaitingFullAndEmptyThrow) {
  LoopFixture world;
  const Queue<int> queue(1);
  EXPECT_THROW(static_cast<void>(queue.get_nowait()), QueueEmpty);
  queue.put_nowait(1);
  EXPECT_THROW(queue.put_nowait(2), QueueFull);
  EXPECT_THAT(drained(queue), ElementsAre(1));
}

TEST(Queue, Q3_AMaxsizeOf0IsNoneAndANegativeOneIsRefused) {
  LoopFixture world;
  const Queue<int> queue;
  EXPECT_EQ(queue.maxsize(), 0);
  for (int item = 0; item < 1000; ++item) queue.put_nowait(item);
  EXPECT_FALSE(queue.full());
  EXPECT_EQ(Queue<int>(3).maxsize(), 3);
  EXPECT_THROW(Queue<int>(-1), std::invalid_argument);
}

TEST(Queue, Q4_AGetterThatTimedOutGetsNothing) {
  LoopFixture world;
  const Queue<int> queue;
  auto expired = queue.get(1s);
  auto live = queue.get();
  world.loop.start();
  queue.put_nowait(1);
  EXPECT_THROW(static_cast<void>(expired.result()), TimeoutError);
  EXPECT_EQ(live.result(), 1);
}

TEST(Queue, Q4_TheItemOfAPutterThatTimedOutNeverEnters) {
  LoopFixture world;
  const Queue<int> queue(1);
  queue.put_nowait(1);
  auto expired = queue.put(2, 1s);
  auto live = queue.put(3);
  world.loop.start();
  EXPECT_NE(expired.exception(), nullptr);
  EXPECT_THAT(drained(queue), ElementsAre(1, 3));
  EXPECT_TRUE(live.done());
  queue.task_done();
  queue.task_done();
  EXPECT_TRUE(queue.join().done()) << "and was never counted";
}

TEST(Queue, Q5_EveryItemThatEntersIsATaskUntilItIsDone) {
  LoopFixture world;
  const Queue<int> queue;
  EXPECT_TRUE(queue.join().done());
  auto getter = queue.get();
  queue.put_nowait(1);  // a hand-off counts too
  queue.put_nowait(2);
  auto joined = queue.join();
  EXPECT_EQ(getter.result(), 1);
  queue.task_done();
  EXPECT_FALSE(joined.done());
  queue.task_done();
  EXPECT_TRUE(joined.done());
  EXPECT_THROW(queue.task_done(), TaskDoneError);
  queue.put_nowait(3);
  EXPECT_FALSE(queue.join().done());
}

TEST(Queue, Q5_AJoinFailsAtItsDeadline) {
  LoopFixture world;
  const Queue<int> queue;
  queue.put_nowait(1);
  auto joined = queue.join(0s);
  world.loop.start();
  EXPECT_EQ(LoopFixture::message_of(joined.exception()), "Timeout");
}

TEST(Queue, Q6_CompletingRemovesTheTimer) {
  LoopFixture world;
  const Queue<int> queue(1);
  auto getter = queue.get(100s);
  world.loop.add_callback([&] {
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto putter = queue.put(3, 100s);
    EXPECT_EQ(queue.get_nowait(), 2);
    EXPECT_TRUE(putter.done());
  });
  world.loop.start();
  EXPECT_EQ(getter.result(), 1);
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(Queue, Q6_GetAndPutFailAtTheirDeadlines) {
  LoopFixture world;
  const Queue<int> queue(1);
  auto getter = queue.get(1s);
  const Queue<int> full(1);
  full.put_nowait(1);
  auto putter = full.put(2, at_seconds(2));
  world.loop.start();
  EXPECT_EQ(LoopFixture::message_of(getter.exception()), "");
  EXPECT_EQ(LoopFixture::message_of(putter.exception()), "");
  EXPECT_EQ(world.loop.time(), at_seconds(2));
}

TEST(Queue, K5_ATimeoutOf0IsNone) {
  LoopFixture world;
  const Queue<int> queue(1);
  auto getter = queue.get(0s);
  const Queue<int> full(1);
  full.put_nowait(1);
  auto putter = full.put(2, 0s);
  world.loop.call_later(1s, [] {});
  world.loop.start();
  EXPECT_FALSE(getter.done());
  EXPECT_FALSE(putter.done());
}

TEST(Queue, Q7_EveryPutThatFitsReturnsTheSameDoneFuture) {
  LoopFixture world;
  const Queue<int> queue(2);
  auto fits = queue.put(1);
  EXPECT_TRUE(fits.done());
  EXPECT_EQ(fits, queue.put(2));
  EXPECT_FALSE(fits == queue.put(3));
  Future<void> shared;
  shared.set_result();
  EXPECT_EQ(Queue<int>(0, shared).put(1), shared);
}

TEST(Queue, Q7_YieldingItCostsNoHop) {
  LoopFixture world;
  const Queue<int> queue;
  auto task = [](Queue<int> of) -> Future<void> {
    co_yield of.put(1);
    co_yield of.put(2);
  }(queue);
  EXPECT_TRUE(task.done());
}

TEST(Queue, ItemsMayBeMoveOnly) {
  LoopFixture world;
  const Queue<std::unique_ptr<int>> queue(1);
  auto getter = queue.get();
  queue.put_nowait(std::make_unique<int>(1));
  EXPECT_EQ(*getter.take(), 1);
  EXPECT_TRUE(queue.put(std::make_unique<int>(2)).done());
  auto putter = queue.put(std::make_unique<int>(3));
  EXPECT_EQ(*queue.get_nowait(), 2);
  EXPECT_TRUE(putter.done());
  auto task = [](Queue<std::unique_ptr<int>> of) -> Future<int> {
    auto item = co_yield of.get();
    co_return *item;
  }(queue);
  EXPECT_EQ(task.result(), 3);
  const LifoQueue<std::unique_ptr<int>> latest;
  latest.put_nowait(std::make_unique<int>(4));
  EXPECT_EQ(*latest.get_nowait(), 4);
}

TEST(Queue, WhatWaitsWhenTheLoopGoesIsDroppedWithIt) {
  auto held = std::make_shared<int>();
  {
    LoopFixture world;
    const Queue<std::shared_ptr<int>> queue(1);
    queue.put_nowait(held);
    static_cast<void>([](Queue<std::shared_ptr<int>> of, std::shared_ptr<int> item) -> Future<void> {
      co_yield of.put(item, 1s);
    }(queue, held));
    const Queue<std::shared_ptr<int>> other;
    other.get(1s).add_done_callback([held, other](const auto&) {});
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Queue, ACallbackMayEndTheHandleThatIsInUse) {
  LoopFixture world;
  std::optional<Queue<int>> queue(1);
  queue->get().add_done_callback([&](const auto&) { queue.reset(); });
  EXPECT_TRUE(queue->put(1).done());
  EXPECT_FALSE(queue);
}

}  // namespace
}  // namespace tornado::queues
