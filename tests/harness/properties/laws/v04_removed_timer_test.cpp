#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v4(const Events& events) {
  return verdict("V4", events);
}

TEST(V4RemovedTimer, ATimerRunsOnceWhenItIsDue) {
  EXPECT_EQ(v4(Events().timer_added(1, 2).clock(2).timer_begin(1).timer_end(1)), "");
  EXPECT_EQ(v4(Events().timer_added(1, -3).timer_begin(1)), "") << "a past deadline is due";
  EXPECT_EQ(v4(Events().timer_added(1, 2).clock(7).timer_begin(1)), "") << "late is not this law's";
  EXPECT_EQ(v4(Events().timer_added(1, 0).timer_begin(1).timer_end(1).timer_removed(1)), "")
      << "removed after it ran";
}

TEST(V4RemovedTimer, NeverAfterItsRemoval) {
  EXPECT_EQ(v4(Events().timer_added(1, 0).timer_removed(1).timer_begin(1)),
            "2: timer 1 began after it was removed");
}

TEST(V4RemovedTimer, NeverTwice) {
  EXPECT_EQ(v4(Events().timer_added(1, 0).timer_begin(1).timer_end(1).timer_begin(1)),
            "3: timer 1 began a second time");
}

TEST(V4RemovedTimer, NeverEarlyAndNeverUnknown) {
  EXPECT_EQ(v4(Events().timer_added(1, 2).clock(1.5).timer_begin(1)),
            "2: timer 1 began at 1.5, before its deadline 2");
  EXPECT_EQ(v4(Events().timer_begin(1)), "0: timer 1 began, but was never added");
}

}  // namespace
}  // namespace windtunnel::properties
