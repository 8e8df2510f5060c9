#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v10(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V10", events, model);
}

TEST(V10Quiescence, IdleIsSilent) {
  EXPECT_EQ(v10(Events().iteration(0).poll().idle().loop_close()), "");
  EXPECT_EQ(v10(Events().loop_start().loop_stop().loop_return().loop_close()), "") << "stopped by hand";
  EXPECT_EQ(v10(Events()), "");
}

TEST(V10Quiescence, LivelockAfterAStaleYieldPointIsKnown) {
  EXPECT_EQ(known_by("V10", Events().yield_point_stale(1).livelock()),
            "1: R14: the run did not come to rest: the step limit ended it at time 0, with 0 callback(s) "
            "queued and 0 "
            "timer(s) waiting");
}

TEST(V10Quiescence, LivelockIsAViolationUnderEveryFreedom) {
  const Events bad = Events().timer_added(1, 2).callback_queued(1).poll().livelock();
  EXPECT_EQ(
      v10(bad),
      "3: the run did not come to rest: the step limit ended it at time 0, with 1 callback(s) queued and 1 "
      "timer(s) waiting");
  EXPECT_EQ(v10(bad, core::SchedulingModel::adversarial), v10(bad));
  EXPECT_NE(v10(Events().livelock().loop_close()), "");
}

}  // namespace
}  // namespace windtunnel::properties
