#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v12(const Events& events) {
  return verdict("V12", events);
}

TEST(V12Resolution, ATaskMayWaitForWhatIsNotSet) {
  const Events waiting = Events().task_begin(1, 1).yield_waiting(1, 2);
  EXPECT_EQ(v12(Events(waiting).idle()), "") << "a deadlock is the program's own";
  EXPECT_EQ(v12(Events(waiting).future_set(2).task_resume(1).task_end(1).future_set(1).idle()), "");
  EXPECT_EQ(v12(Events(waiting).future_set(2).livelock().loop_close()), "") << "not idle";
  EXPECT_EQ(v12(Events(waiting).future_set(2).idle()),
            "3: the loop is idle, but task 1 still waits for future 2, which was set at step 2");
}

TEST(V12Resolution, ATaskThatWaitsForNothingEnds) {
  EXPECT_EQ(v12(Events().task_begin(1, 1).idle()), "1: the loop is idle, but task 1 neither ended nor waits")
      << "bugs 30 and 31: what escapes the Runner";
  EXPECT_EQ(v12(Events().task_begin(1, 1).yield_moment(1).idle()),
            "2: the loop is idle, but task 1 was not resumed after moment");
  EXPECT_EQ(v12(Events().task_begin(1, 1).task_end(1).idle()),
            "2: task 1 has ended, but its future 1 is not set");
}

TEST(V12Resolution, ATaskThatLeakedCallbacksIsKnown) {
  EXPECT_EQ(known_by("V12", Events().task_begin(3, 5).task_end(3).callbacks_leaked(3).idle()),
            "2: R13: task 3 finished without waiting for all its Callbacks, so its future 5 is never set");
  EXPECT_NE(
      v12(Events().task_begin(1, 1).task_end(1).task_begin(3, 5).task_end(3).callbacks_leaked(3).idle()), "")
      << "another task's future";
}

TEST(V12Resolution, AMultiIsSetWithItsLastChild) {
  const Events made = Events().multi(3, {1, 2, 1}).future_set(1);
  EXPECT_EQ(v12(Events(made).idle()), "");
  EXPECT_EQ(v12(Events(made).future_set(2).future_set(3).idle()), "");
  EXPECT_EQ(v12(Events(made).future_set(2).idle()),
            "6: all children of the multi of future 3 are set, but it is not");
  EXPECT_NE(v12(Events().multi(1, {}).idle()), "");
  EXPECT_NE(v12(Events().future_set(1).multi(2, {1}).idle()), "") << "done before it was made";
}

TEST(V12Resolution, AChainHandsOn) {
  EXPECT_EQ(v12(Events().chained(2, 1).idle()), "");
  EXPECT_EQ(v12(Events().chained(2, 1).future_set(1).future_set(2).idle()), "");
  EXPECT_EQ(v12(Events().chained(2, 1).future_set(2).idle()), "");
  EXPECT_EQ(v12(Events().chained(2, 1).future_set(1).idle()),
            "2: future 2 follows future 1, which is set, but is not set itself");
}

TEST(V12Resolution, ASleepEndsWithItsTimer) {
  const Events asleep = Events().timer_added(1, 1).sleep(1, 1).clock(1).timer_begin(1);
  EXPECT_EQ(v12(Events(asleep).future_set(1).timer_end(1).idle()), "");
  EXPECT_NE(v12(Events(asleep).timer_end(1).idle()), "");
  EXPECT_EQ(v12(Events().timer_added(1, 1).sleep(1, 1).timer_removed(1).idle()), "");
}

TEST(V12Resolution, AnIteratorDeliversWhatIsDone) {
  const Events made = Events().iterator_child(1, 1).iterator_child(1, 2).iterator_next(1, 3);
  EXPECT_EQ(v12(Events(made).idle()), "");
  EXPECT_EQ(v12(Events(made).future_set(2).iterator_deliver(1, 2).future_set(3).idle()), "");
  EXPECT_EQ(v12(Events(made)
                    .future_set(2)
                    .iterator_deliver(1, 2)
                    .future_set(3)
                    .future_set(1)
                    .iterator_deliver(1, 1)
                    .future_set(4)
                    .iterator_next(1, 4)
                    .iterator_next(1, 5)
                    .idle()),
            "")
      << "a next() past the end never resolves";
  EXPECT_EQ(v12(Events(made).future_set(2).idle()),
            "4: iterator 1 owes future 3 the outcome of future 2, which is set")
      << "bug 41";
  EXPECT_NE(v12(Events(made)
                    .future_set(2)
                    .iterator_deliver(1, 2)
                    .future_set(3)
                    .iterator_next(1, 4)
                    .future_set(1)
                    .idle()),
            "");
}

}  // namespace
}  // namespace windtunnel::properties
