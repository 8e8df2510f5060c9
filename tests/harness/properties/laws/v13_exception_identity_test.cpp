#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v13(const Events& events) {
  return verdict("V13", events);
}

TEST(V13ExceptionIdentity, ATaskGetsItsFuturesException) {
  const Events waiting = Events().task_begin(1, 1).yield_waiting(1, 2);
  EXPECT_EQ(v13(Events(waiting).future_set(2, 4).task_resume(1, 4)), "");
  EXPECT_EQ(v13(Events(waiting).future_set(2).task_resume(1)), "");
  EXPECT_EQ(v13(Events(waiting).future_set(2, 4).task_resume(1, 5)),
            "3: exception 5 was thrown into task 1, but future 2, for which it waited, holds 4")
      << "bug 76";
  EXPECT_NE(v13(Events(waiting).future_set(2, 4).task_resume(1)), "") << "swallowed";
  EXPECT_NE(v13(Events().task_begin(1, 1).yield_moment(1).task_resume(1, 1)), "");
}

TEST(V13ExceptionIdentity, ATasksFutureGetsWhatEndedIt) {
  EXPECT_EQ(v13(Events().task_begin(1, 1).task_end(1, 2).future_set(1, 2)), "");
  EXPECT_EQ(v13(Events().task_begin(1, 1).future_set(1, 9).task_end(1, 2)), "") << "set by hand before";
  EXPECT_EQ(v13(Events().task_begin(1, 1).task_end(1, 2).future_set(1)),
            "2: a task ended with exception 2, but its future 1 was set with 0");
}

TEST(V13ExceptionIdentity, AChainHandsOnItsSourcesException) {
  const Events chain = Events().future_callback_added(1, 1).chained(2, 1).timer_added(1, 1).timeout(2, 1);
  EXPECT_EQ(v13(Events(chain).future_set(1, 3).future_callback_begin(1, 1).owed(1, 3).future_set(2, 3)), "");
  EXPECT_EQ(v13(Events(chain).clock(1).timer_begin(1).future_set(2, 7)), "") << "the timeout";
  EXPECT_EQ(
      v13(Events(chain).future_callback_added(1, 2).future_set(1, 3).future_callback_begin(1, 2).future_set(
          2, 9)),
      "")
      << "set by hand, in a callback of the source";
  EXPECT_EQ(v13(Events(chain).future_set(1, 3).future_callback_begin(1, 1).owed(1, 3).future_set(2, 4)),
            "7: future 2 follows future 1, which holds exception 3, but was set with 4");
  EXPECT_NE(v13(Events(chain).future_set(1, 3).future_callback_begin(1, 1).future_set(2)), "");
  EXPECT_NE(v13(Events()
                    .chained(2, 1)
                    .future_callback_added(1, 1)
                    .future_set(1)
                    .future_callback_begin(1, 1)
                    .future_set(2, 4)),
            "");
  EXPECT_NE(v13(Events().future_set(1, 3).chained(2, 1).owed(1, 3).future_set(2, 4)), "");
}

TEST(V13ExceptionIdentity, AMultiFailsWithItsFirstChildInListOrder) {
  const Events failed = Events().multi(4, {1, 2, 3}).future_set(3, 3).future_set(2, 2).future_set(1);
  EXPECT_EQ(v13(Events(failed).owed(2, 2).future_set(4, 2)), "");
  EXPECT_EQ(v13(Events(failed).future_set(4, 9)), "") << "set by hand: the children were not looked at";
  EXPECT_EQ(
      v13(Events(failed).owed(2, 2).future_set(4, 3)),
      "8: the multi of future 4 was set with exception 3, but its first failing child, future 2, holds 2");
  EXPECT_NE(v13(Events(failed).owed(2, 2).future_set(4)), "");
}

TEST(V13ExceptionIdentity, AnIteratorHandsOutItsChildsException) {
  const Events asked = Events().iterator_child(1, 1).iterator_next(1, 5).future_set(1, 2);
  EXPECT_EQ(v13(Events(asked).iterator_deliver(1, 1).future_set(5, 2)), "");
  EXPECT_EQ(v13(Events(asked).iterator_deliver(1, 1).future_set(5, 3)),
            "4: an iterator handed out future 5 with exception 3, but its child 1 holds 2");
  const Events done = Events().iterator_child(1, 1).future_set(1, 2).iterator_deliver(1, 1);
  EXPECT_EQ(v13(Events(done).future_set(5, 2).iterator_next(1, 5)), "");
  EXPECT_NE(v13(Events(done).future_set(5).iterator_next(1, 5)), "");
  EXPECT_NE(v13(Events(done).iterator_next(1, 5).future_set(5)), "");
}

TEST(V13ExceptionIdentity, WhatIsFoundIsWhatWasSet) {
  EXPECT_EQ(v13(Events().future_set(1, 2).retrieved(1, 2)), "");
  EXPECT_EQ(v13(Events().future_set(1, 2).retrieved(1, 3)),
            "1: future 1 failed with exception 2, but exception 3 was found in it");
}

}  // namespace
}  // namespace windtunnel::properties
