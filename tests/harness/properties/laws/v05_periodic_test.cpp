#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v5(const Events& events) {
  return verdict("V5", events);
}

// A periodic of 1 s, started at 0, whose first timer is due.
Events started(double period = 1) {
  return Events()
      .periodic_start(1, period)
      .timer_added(1, period)
      .periodic_timer(1, 1)
      .poll()
      .clock(period)
      .iteration(0, 1)
      .timer_begin(1)
      .periodic_run(1);
}

TEST(V5Periodic, ASteadyBeatIsSilent) {
  Events events = Events().periodic_start(1, 0.1).timer_added(1, 0.1).periodic_timer(1, 1).poll();
  double deadline = 0.1;
  for (std::uint32_t timer = 1; timer < 40; ++timer) {
    events.clock(deadline).iteration(0, 1).timer_begin(timer).periodic_run(1);
    deadline += 0.1;
    events.timer_added(timer + 1, deadline).periodic_timer(1, timer + 1).timer_end(timer).poll();
  }
  EXPECT_EQ(v5(events.periodic_stop(1).timer_removed(40).poll()), "");
}

TEST(V5Periodic, MissedRunsAreSkipped) {
  const Events late = Events()
                          .periodic_start(1, 1)
                          .timer_added(1, 1)
                          .periodic_timer(1, 1)
                          .poll()
                          .clock(3.5)
                          .timer_begin(1)
                          .periodic_run(1);
  EXPECT_EQ(v5(Events(late).timer_added(2, 4).periodic_timer(1, 2).poll()), "");
  EXPECT_EQ(v5(Events(late).timer_added(2, 2).periodic_timer(1, 2)),
            "8: periodic 1 asked for timer 2 at 2, which is not after the time now, 3.5")
      << "one period only (bug 11)";
}

TEST(V5Periodic, TwiceInOnePeriod) {
  EXPECT_NE(v5(started().timer_added(2, 1).periodic_timer(1, 2)), "") << "< for <= (bug 10)";
  EXPECT_NE(v5(started(0.1).timer_added(2, 0.1).periodic_timer(1, 2)), "");
  EXPECT_EQ(
      v5(started().timer_added(2, 2).periodic_timer(1, 2).timer_end(1).poll().clock(1.5).periodic_run(1)),
      "13: periodic 1 ran at 1 and again at 1.5, twice in one period of 1");
}

TEST(V5Periodic, OffTheBeat) {
  EXPECT_EQ(v5(started().timer_added(2, 2.5).periodic_timer(1, 2)),
            "9: periodic 1 asked for timer 2 at 2.5, which is not its start 0 plus whole periods of 1");
  EXPECT_NE(v5(Events().periodic_start(1, 1).timer_added(1, 0).periodic_timer(1, 1)), "");
  EXPECT_EQ(v5(started().periodic_timer(1, 2).timer_added(2, 2)), "") << "told in the other order";
  EXPECT_NE(v5(started().periodic_timer(1, 2).timer_added(2, 2.5)), "");
}

TEST(V5Periodic, NothingAfterStop) {
  EXPECT_EQ(v5(started().periodic_stop(1).timer_end(1).poll()), "") << "stopped inside its run";
  EXPECT_EQ(v5(started().periodic_stop(1).timer_added(2, 2).periodic_timer(1, 2)),
            "10: periodic 1 asked for timer 2 after it was stopped")
      << "bug 9";
  EXPECT_EQ(v5(started().timer_added(2, 2).periodic_timer(1, 2).periodic_stop(1).periodic_run(1)),
            "11: periodic 1 ran after it was stopped");
}

TEST(V5Periodic, TheNextRunIsAskedForAlsoAfterAnException) {
  EXPECT_EQ(v5(started().timer_added(2, 2).periodic_timer(1, 2).timer_end(1, 4).logged(4).poll()), "");
  EXPECT_EQ(v5(started().timer_end(1, 4).logged(4).poll()),
            "10: periodic 1 was not stopped, but did not ask for its next run")
      << "bug 13";
  EXPECT_NE(v5(Events().periodic_start(1, 1).poll()), "");
}

TEST(V5Periodic, TwoChainsAreKnownAndNotJudged) {
  EXPECT_EQ(known_by("V5", Events()
                               .periodic_start(1, 1)
                               .timer_added(1, 1)
                               .periodic_timer(1, 1)
                               .periodic_start(1, 1)
                               .timer_added(2, 1)
                               .periodic_timer(1, 2)
                               .poll()
                               .clock(1)
                               .timer_begin(1)
                               .periodic_run(1)
                               .timer_added(3, 2)
                               .periodic_timer(1, 3)
                               .timer_end(1)
                               .timer_begin(2)
                               .periodic_run(1)
                               .periodic_start(1, 1)),
            "3: L23: periodic 1 was started again before its last run was over, so it runs twice a period");
  EXPECT_EQ(known_by("V5", started()
                               .periodic_stop(1)
                               .periodic_start(1, 1)
                               .timer_added(2, 2)
                               .periodic_timer(1, 2)
                               .timer_added(3, 2)
                               .periodic_timer(1, 3)
                               .timer_end(1)
                               .poll()),
            "9: L23: periodic 1 was started again before its last run was over, so it runs twice a period")
      << "stopped and started inside its own run";
}

TEST(V5Periodic, ARestartBeginsAnew) {
  const Events restarted = started()
                               .timer_added(2, 2)
                               .periodic_timer(1, 2)
                               .timer_end(1)
                               .poll()
                               .periodic_stop(1)
                               .timer_removed(2)
                               .clock(1.5)
                               .periodic_start(1, 1);
  EXPECT_EQ(known_by("V5", Events(restarted).timer_added(3, 2.5).periodic_timer(1, 3).poll()), "");
  EXPECT_NE(v5(Events(restarted).timer_added(3, 3).periodic_timer(1, 3).poll()), "");
}

}  // namespace
}  // namespace windtunnel::properties
