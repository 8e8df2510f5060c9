// The detectors that are laws over a run's events: for each at least three runs that it must object to, and
// three that it must not. docs/detectors.md names the law of each.
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

struct Row {
  const char* detector;
  const char* law;
  bool bad;
  Events events;
};

std::vector<Row> rows() {
  const Events timers = Events().timer_added(1, 3).timer_added(2, 1);
  const Events ended = Events().task_begin(1, 1).task_end(1);
  const Events in_callback = Events().callback_queued(1).callback_queued(2).callback_begin(1);
  const Events guarded = Events().chained(2, 1).timer_added(1, 5).timeout(2, 1).poll();
  const Events waiting = Events().condition_made(1).condition_wait(1, 1).timer_added(1, 9).waiter_timer(1, 1);
  return {
      {"lost wakeup", "V2", true, Events().timer_added(1, 3).callback_queued(1).clock(3)},
      {"lost wakeup", "V2", true, Events().callback_queued(1).idle()},
      {"lost wakeup", "V2", true, Events().timer_added(1, 2).idle()},
      {"lost wakeup", "V2", true, Events(timers).clock(3)},
      {"lost wakeup", "V2", false, Events(timers).clock(1)},
      {"lost wakeup", "V2", false, Events().callback_queued(1).callback_begin(1).callback_end(1).idle()},
      {"lost wakeup", "V2", false, Events().timer_added(1, 2).timer_removed(1).idle()},

      {"an exception nobody saw", "V6", true, Events().future_set(1, 1).future_set(2).loop_close()},
      {"an exception nobody saw", "V6", true,
       Events().callback_begin(1).callback_end(1, 1).callback_begin(2)},
      {"an exception nobody saw", "V6", true, Events().timer_begin(1).timer_end(1, 1).poll()},
      {"an exception nobody saw", "V6", false, Events().future_set(1, 1).retrieved(1, 1).loop_close()},
      {"an exception nobody saw", "V6", false,
       Events().future_set(1, 1).loop_close().future_unretrieved(1, 1)},
      {"an exception nobody saw", "V6", false,
       Events().callback_begin(1).callback_end(1, 1).logged(1).callback_begin(2).callback_end(2).poll()},

      {"a double set", "V8", true, Events().future_set(1).future_set(1)},
      {"a double set", "V8", true, Events().future_set(1, 1).future_set(1)},
      {"a double set", "V8", true, Events().future_set(2).future_set(1).future_set(2, 1)},
      {"a double set", "V8", false, Events().future_set(1).future_set(2, 1)},
      {"a double set", "V8", false, Events().future_set(1)},
      {"a double set", "V8", false, Events().future_set(0).future_set(0)},

      {"a coroutine resumed after its end", "V8", true, Events(ended).task_resume(1)},
      {"a coroutine resumed after its end", "V8", true, Events(ended).yield_moment(1)},
      {"a coroutine resumed after its end", "V8", true, Events(ended).task_end(1)},
      {"a coroutine resumed after its end", "V8", false, Events(ended).future_set(1)},
      {"a coroutine resumed after its end", "V8", false,
       Events().task_begin(1, 1).yield_moment(1).task_resume(1).task_end(1)},
      {"a coroutine resumed after its end", "V8", false,
       Events().task_begin(1, 1).yield_waiting(1, 2).future_set(2).task_resume(1).task_end(1)},

      {"a leaked socket", "V9", true, Events().stream_opened(1, 4).stream_closed(1).poll()},
      {"a leaked socket", "V9", true, Events().stream_opened(1, 4).stream_closed(1).idle()},
      {"a leaked socket", "V9", true,
       Events()
           .stream_opened(1, 4)
           .stream_opened(2, 5)
           .stream_closed(1)
           .stream_closed(2)
           .socket_closed(4)
           .poll()},
      {"a leaked socket", "V9", false, Events().stream_opened(1, 4).stream_closed(1).socket_closed(4).poll()},
      {"a leaked socket", "V9", false, Events().stream_opened(1, 4).poll().idle()},
      {"a leaked socket", "V9", false, Events().stream_opened(1, 4).stream_closed(1).socket_closed(4).idle()},

      {"re-entrancy", "V8", true, Events(in_callback).callback_begin(2)},
      {"re-entrancy", "V8", true,
       Events().callback_queued(1).callback_begin(1).timer_added(1, 0).timer_begin(1)},
      {"re-entrancy", "V8", true,
       Events().task_begin(1, 1).yield_waiting(1, 5).future_set(5).task_resume(1).task_resume(1)},
      {"re-entrancy", "V8", false, Events(in_callback).callback_end(1).callback_begin(2).callback_end(2)},
      {"re-entrancy", "V8", false, Events().task_begin(1, 1).task_begin(2, 2).task_end(2).task_end(1)},
      {"re-entrancy", "V8", false,
       Events().task_begin(1, 1).yield_waiting(1, 5).future_set(5).task_resume(1).task_end(1)},

      {"a callback after its cancellation", "V4", true,
       Events().timer_added(1, 0).timer_removed(1).timer_begin(1)},
      {"a callback after its cancellation", "V4", true,
       Events().timer_added(1, 2).timer_removed(1).clock(2).timer_begin(1)},
      {"a callback after its cancellation", "V4", true,
       Events().timer_added(1, 0).timer_added(2, 0).timer_removed(2).timer_begin(1).timer_end(1).timer_begin(
           2)},
      {"a callback after its cancellation", "V4", false, Events().timer_added(1, 0).timer_removed(1)},
      {"a callback after its cancellation", "V4", false,
       Events().timer_added(1, 0).timer_begin(1).timer_end(1).timer_removed(1)},
      {"a callback after its cancellation", "V4", false,
       Events().timer_added(1, 0).timer_added(2, 0).timer_removed(2).timer_begin(1).timer_end(1)},

      {"a leaked timer", "V9", true, Events(guarded).future_set(1).future_set(2).poll()},
      {"a leaked timer", "V9", true, Events(waiting).future_set(1).poll(1)},
      {"a leaked timer", "V9", true, Events().iteration(0).poll(1000, 600)},
      {"a leaked timer", "V9", false, Events(guarded).future_set(1).future_set(2).timer_removed(1).poll()},
      {"a leaked timer", "V9", false, Events(waiting).future_set(1).timer_removed(1).poll(1, 1)},
      {"a leaked timer", "V9", false, Events(waiting).poll(1)},
  };
}

TEST(Detectors, ObjectToBadRunsAndToNoGoodOnes) {
  struct Seen {
    int bad = 0;
    int good = 0;
  };
  std::map<std::string, Seen> seen;
  for (const Row& row : rows()) {
    const std::string said = verdict(row.law, row.events);
    EXPECT_EQ(said != "", row.bad) << row.detector << ": " << said;
    ++(row.bad ? seen[row.detector].bad : seen[row.detector].good);
  }
  for (const auto& [detector, counts] : seen) {
    EXPECT_GE(counts.bad, 3) << detector;
    EXPECT_GE(counts.good, 3) << detector;
  }
}

}  // namespace
}  // namespace windtunnel::properties
