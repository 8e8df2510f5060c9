#include <gtest/gtest.h>
#include <limits>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v17(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V17", events, model);
}

TEST(V17RequestDeadlines, InTimeIsSilent) {
  EXPECT_EQ(v17(Events().request_begin(1, 3).clock(3).request_end(1).clock(9).idle()), "");
  EXPECT_EQ(
      v17(Events().request_begin(1, 3).request_begin(2, 1).request_end(2).clock(2).request_end(1).idle()),
      "");
}

TEST(V17RequestDeadlines, LateIsAViolation) {
  const Events late = Events().request_begin(1, 3).clock(3.5);
  EXPECT_EQ(v17(late), "1: request 1 must end by 3, and the loop waits until 3.5");
  EXPECT_EQ(v17(late, core::SchedulingModel::adversarial), "") << "whose timers may be late";
}

TEST(V17RequestDeadlines, SlowCodeIsNoFaultUntilTheLoopWaits) {
  Events slow;
  slow.request_begin(1, 3).add(tornado::EventKind::clock, 0, 0,
                               static_cast<std::uint8_t>(tornado::ClockMove::spent), 5);
  EXPECT_EQ(v17(slow), "");
  EXPECT_EQ(v17(slow.clock(6)), "2: request 1 must end by 3, and the loop waits until 6");
}

TEST(V17RequestDeadlines, NeverIsAViolation) {
  EXPECT_EQ(v17(Events().request_begin(1, 3).idle()), "1: the loop is idle, and request 1 has not ended");
}

TEST(V17RequestDeadlines, WithoutADeadlineNeverIsNoViolation) {
  const double never = std::numeric_limits<double>::infinity();
  EXPECT_EQ(v17(Events().request_begin(1, never).clock(1000).idle()), "");
  EXPECT_EQ(v17(Events().request_begin(1, never).request_begin(2, 3).idle()),
            "2: the loop is idle, and request 2 has not ended");
}

TEST(V17RequestDeadlines, TwiceIsAViolation) {
  EXPECT_EQ(v17(Events().request_begin(1, 3).request_end(1).request_end(1)),
            "2: request 1 ends, but has not begun or has ended already");
  EXPECT_NE(v17(Events().request_end(2)), "");
}

}  // namespace
}  // namespace windtunnel::properties
