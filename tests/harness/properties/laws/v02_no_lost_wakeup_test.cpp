#include <gtest/gtest.h>
#include <limits>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v2(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V2", events, model);
}

TEST(V2NoLostWakeup, TheClockWaitsForCallbacks) {
  EXPECT_EQ(
      v2(Events().timer_added(1, 3).callback_queued(1).iteration(1).callback_begin(1).callback_end(1).clock(
          3)),
      "");
  const Events bad =
      Events().timer_added(1, 3).callback_queued(1).callback_queued(2).callback_begin(1).clock(3);
  EXPECT_EQ(v2(bad), "4: the clock moved from 0 to 3 while 1 callback(s) were queued, the first of them 2");
  EXPECT_EQ(v2(bad, core::SchedulingModel::adversarial), v2(bad));
}

TEST(V2NoLostWakeup, TheClockMovesToTheEarliestLiveDeadline) {
  const Events timers = Events().timer_added(1, 3).timer_added(2, 1).timer_added(3, 2);
  EXPECT_EQ(v2(Events(timers).clock(1).iteration(0, 1).timer_begin(2).clock(2)), "");
  EXPECT_EQ(v2(Events(timers).timer_removed(2).clock(2)), "");
  EXPECT_EQ(v2(Events(timers).clock(2)),
            "3: the clock moved from 0 to 2, but the earliest deadline is 1, of timer 2");
  EXPECT_EQ(v2(Events(timers).clock(0.5)),
            "3: the clock moved from 0 to 0.5, but the earliest deadline is 1, of timer 2");
  EXPECT_EQ(v2(Events(timers).clock(2), core::SchedulingModel::adversarial), "");
}

TEST(V2NoLostWakeup, TheClockDoesNotPassATimerThatIsDue) {
  EXPECT_NE(v2(Events().timer_added(1, -1).timer_added(2, 5).clock(5)), "");
}

TEST(V2NoLostWakeup, TheClockNeverMovesBack) {
  EXPECT_EQ(v2(Events().clock(2).clock(2)), "");
  EXPECT_EQ(v2(Events().clock(2).clock(1)), "1: the clock moved back from 2 to 1");
  EXPECT_NE(v2(Events().clock(2).clock(1), core::SchedulingModel::adversarial), "");
}

TEST(V2NoLostWakeup, IdleMeansThatNothingIsLeft) {
  EXPECT_EQ(v2(Events().callback_queued(1).callback_begin(1).timer_added(1, 2).timer_removed(1).idle()), "");
  EXPECT_EQ(v2(Events().callback_queued(1).idle()),
            "1: the loop is idle while 1 callback(s) are queued, the first of them 1");
  EXPECT_EQ(v2(Events().timer_added(1, 2).idle()), "1: the loop is idle while timer 1 (deadline 2) waits");
  EXPECT_EQ(v2(Events().timer_added(1, std::numeric_limits<double>::quiet_NaN()).idle()), "");
}

TEST(V2NoLostWakeup, AReadyHandlerIsRunInItsPhase) {
  const Events ready = Events().handler_added(1, 1).poll().handler_ready(1, 1);
  EXPECT_EQ(verdict("V2", Events(ready).handler_begin(1, 1).handler_end(1).iteration(0)), "");
  EXPECT_EQ(verdict("V2", Events(ready).handler_removed(1).iteration(0)), "");
  EXPECT_EQ(verdict("V2", Events(ready).iteration(0)),
            "3: handler 1 was ready in the I/O phase and was not run");
}

TEST(V2NoLostWakeup, TheWorldMayComeBeforeATimer) {
  constexpr auto world = static_cast<std::uint8_t>(tornado::ClockMove::world);
  const auto moves_to = [](double to) {
    return Events().timer_added(1, 5).add(tornado::EventKind::clock, 0, 0, world, to);
  };
  EXPECT_EQ(verdict("V2", moves_to(3)), "");
  EXPECT_NE(verdict("V2", moves_to(7)), "");
}

}  // namespace
}  // namespace windtunnel::properties
