#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v3(const Events& events) {
  return verdict("V3", events);
}

TEST(V3BoundedIteration, RunsWhatItNoted) {
  EXPECT_EQ(v3(Events()
                   .iteration(2, 1)
                   .callback_begin(1)
                   .callback_begin(2)
                   .timer_begin(1)
                   .poll()
                   .iteration(0)
                   .poll()),
            "");
  EXPECT_EQ(v3(Events().iteration(3, 2).callback_begin(1).timer_begin(1).poll()), "") << "fewer is no breach";
}

TEST(V3BoundedIteration, RunsNoMore) {
  EXPECT_EQ(v3(Events().iteration(1).callback_begin(1).callback_begin(2)),
            "2: callback 2 began, but this iteration had noted 1 of them");
  EXPECT_EQ(v3(Events().iteration(5, 1).timer_begin(1).timer_begin(2)),
            "2: timer 2 began, but this iteration had noted 1 of them");
  EXPECT_NE(v3(Events().iteration(2).callback_begin(1).poll().callback_begin(2)), "");
}

TEST(V3BoundedIteration, ATimerAddedInAnIterationWaitsForTheNext) {
  const Events added = Events().timer_added(1, 5).clock(5).iteration(0, 1).timer_added(2, 1);
  EXPECT_EQ(v3(Events(added).timer_begin(1).poll().iteration(0, 1).timer_begin(2)), "");
  EXPECT_EQ(v3(Events(added).timer_begin(1).timer_begin(2)),
            "5: timer 2 began in the iteration in which it was added");
  EXPECT_EQ(v3(Events(added).timer_removed(1).timer_begin(2)),
            "5: timer 2 began in the iteration in which it was added")
      << "though the iteration has run fewer than it noted";
}

TEST(V3BoundedIteration, PollsEveryTime) {
  EXPECT_EQ(v3(Events().iteration(1).callback_begin(1).iteration(1)),
            "2: a second iteration began without a poll in between");
  EXPECT_EQ(v3(Events().iteration(0).poll().iteration(0).poll()), "");
}

TEST(V3BoundedIteration, AStoppedLoopLeavesWithoutAPoll) {
  const Events restarted =
      Events().loop_start().iteration(1).callback_begin(1).loop_stop().loop_return().loop_start().iteration(
          1);
  EXPECT_EQ(v3(Events(restarted).callback_begin(2).poll()), "");
  EXPECT_NE(v3(Events(restarted).iteration(0)), "");
}

}  // namespace
}  // namespace windtunnel::properties
