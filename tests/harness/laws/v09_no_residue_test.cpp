#include <gtest/gtest.h>

#include "tests/harness/laws/events.hpp"

namespace windtunnel {
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
            "6: timer 1 of a with_timeout is still set, though its future is done")
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

}  // namespace
}  // namespace windtunnel
