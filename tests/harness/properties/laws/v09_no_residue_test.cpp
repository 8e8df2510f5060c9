#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v9(const Events& events) {
  return verdict("V9", events);
}

TEST(V9NoResidue, RemovedTimersLeaveTheHeapWhenTheyAreMany) {
  EXPECT_EQ(v9(Events().iteration(0).poll(600, 512)), "") << "not many";
  EXPECT_EQ(v9(Events().iteration(0).poll(1200, 600)), "") << "not more than half";
  EXPECT_EQ(v9(Events().iteration(0).poll(1000, 600)),
            "1: 600 of the 1000 timers in the heap are cancelled, 600 of them since before this iteration")
      << "bug 7";
}

TEST(V9NoResidue, WhatWasRemovedInThisIterationMayStay) {
  Events events = Events().iteration(1);
  for (std::uint32_t timer = 1; timer <= 100; ++timer) events.timer_removed(timer);
  EXPECT_EQ(v9(Events(events).poll(700, 612)), "");
  EXPECT_NE(v9(Events(events).poll(700, 613)), "");
  EXPECT_NE(v9(Events(events).poll(700, 612).iteration(0).poll(700, 612)), "");
}

TEST(V9NoResidue, AFinishedWithTimeoutHasNoTimer) {
  const Events guarded = Events().chained(2, 1).timer_added(1, 5).timeout(2, 1).poll();
  EXPECT_EQ(v9(Events(guarded).future_set(1).future_set(2).timer_removed(1).poll()), "");
  EXPECT_EQ(v9(Events(guarded).clock(5).timer_begin(1).future_set(2, 1).poll().future_set(1).poll()), "");
  EXPECT_EQ(v9(Events(guarded).future_set(1).future_set(2).poll()),
            "6: timer 1 is still set, though the wait that it limits is over")
      << "bug 63";
  EXPECT_EQ(v9(Events(guarded).chained(2, 9).future_set(9).poll()), "")
      << "not the with_timeout's own source";
}

TEST(V9NoResidue, ATimerThatRunsWhenTheFutureIsDone) {
  const Events plain = Events().chained(2, 1).timer_added(1, 5).timeout(2, 1).poll();
  EXPECT_EQ(v9(Events(plain).future_set(1).future_set(2).timer_begin(1)),
            "6: timer 1 of a with_timeout runs, though its future 1 is done");
  const Events concurrent = Events().concurrent_future(1).then(plain);
  EXPECT_EQ(known_by("V9", Events(concurrent).future_set(1).future_set(2).timer_begin(1)),
            "7: G27: timer 1 of a with_timeout runs, though the executor's future 1 is done");
  EXPECT_EQ(known_by("V9", Events(concurrent).future_set(1).future_set(2).poll().timer_removed(1).poll()), "")
      << "removed a hop later";
  EXPECT_EQ(v9(Events(concurrent).clock(5).timer_begin(1).future_set(2, 1).poll().future_set(1).poll()), "");
}

TEST(V9NoResidue, TheSourceMayBeDoneAlready) {
  const Events done = Events().future_set(1).timer_added(1, 5).timeout(2, 1).chained(2, 1).future_set(2);
  EXPECT_EQ(v9(Events(done).timer_removed(1).poll()), "");
  EXPECT_NE(v9(Events(done).poll()), "");
  EXPECT_NE(v9(Events(done).idle()), "");
}

TEST(V9NoResidue, ATimerGoesWithTheWaitThatItLimits) {
  const Events waiting = Events().condition_made(1).condition_wait(1, 1).timer_added(1, 9).waiter_timer(1, 1);
  EXPECT_EQ(v9(Events(waiting).poll(1)), "");
  EXPECT_EQ(v9(Events(waiting).future_set(1).timer_removed(1).poll(1, 1)), "");
  EXPECT_EQ(v9(Events(waiting).clock(9).timer_begin(1).future_set(1).timer_end(1).poll()), "")
      << "its time was up";
  EXPECT_EQ(v9(Events(waiting).future_set(1).poll(1)),
            "5: timer 1 is still set, though the wait that it limits is over")
      << "bug 63";
}

// `count` waiters of condition 1, all of which timed out.
Events timed_out(std::uint32_t count) {
  Events events = Events().condition_made(1);
  for (std::uint32_t waiter = 1; waiter <= count; ++waiter)
    events.condition_wait(1, waiter)
        .waiter_timer(waiter, waiter)
        .timer_begin(waiter)
        .future_set(waiter)
        .timer_end(waiter);
  return events;
}

TEST(V9NoResidue, K6_DoneWaitersLeaveTheirListWhenTheyAreMany) {
  using enum tornado::WaiterList;
  EXPECT_EQ(v9(timed_out(100).waiters_left(condition, 1, 100)), "");
  EXPECT_EQ(v9(timed_out(101).waiters_left(condition, 1, 0)), "");
  EXPECT_EQ(v9(timed_out(101).waiters_left(condition, 1, 101)),
            "506: a list has 101 waiters, of which 101 are done")
      << "bug 62";
  EXPECT_EQ(v9(timed_out(101).condition_wait(1, 200).waiters_left(condition, 1, 1)), "") << "it is live";
}

TEST(V9NoResidue, AWaiterThatWasServedIsNotInItsListAnyMore) {
  using enum tornado::WaiterList;
  const Events served =
      Events().semaphore_made(1, 0).semaphore_acquire(1, 1).semaphore_release(1).semaphore_grant(1, 1);
  EXPECT_EQ(v9(Events(served).future_set(1).waiters_left(semaphore, 1, 0)), "");
  EXPECT_EQ(v9(Events(served).future_set(1).waiters_left(semaphore, 1, 1)),
            "5: 1 done waiters are in a list, but only 0 ended without being served")
      << "bug 61";
}

TEST(V9NoResidue, Q4_DoneGettersAreDroppedWhenTheyAreFirst) {
  using enum tornado::WaiterList;
  const Events expired = Events().queue_made(1).queue_getter(1, 1).queue_getter(1, 2).future_set(1, 1);
  EXPECT_EQ(v9(Events(expired).waiters_left(getters, 1, 1)), "");
  EXPECT_EQ(v9(Events(expired).future_set(2, 2).waiters_left(getters, 1, 2)),
            "5: a list has 2 waiters, of which 2 are done");
}

TEST(V9NoResidue, AClosedStreamClosesItsSocket) {
  const Events closed = Events().stream_opened(1, 4).stream_closed(1);
  EXPECT_EQ(verdict("V9", Events(closed).socket_closed(4).poll()), "");
  EXPECT_EQ(verdict("V9", Events(closed).poll()), "2: socket 4 is still open, though its stream is closed");
}

}  // namespace
}  // namespace windtunnel::properties
