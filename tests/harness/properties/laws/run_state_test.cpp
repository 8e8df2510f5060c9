#include "harness/properties/laws/run_state.hpp"

#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

// The state after these events, which must outlive it.
RunState after(const Events& events) {
  RunState state;
  state.reset(core::SchedulingModel::exact);
  for (const tornado::Event& event : events.list()) state.apply(event);
  return state;
}

TEST(RunState, KnowsTheEarliestLiveTimer) {
  const Events events =
      Events().timer_added(1, 3).timer_added(2, 1).iteration(0).timer_added(3, 0).timer_removed(2);
  const RunState state = after(events);
  ASSERT_TRUE(state.earliest_timer());
  EXPECT_EQ(state.earliest_timer()->timer, 3U);
  EXPECT_EQ(state.earliest_collected_timer()->timer, 1U) << "timer 3 is younger than the iteration";
  EXPECT_EQ(state.live_timers, 2U);
}

TEST(RunState, KnowsWhoWaitsLongest) {
  const Events events = Events()
                            .task_begin(1, 1)
                            .task_begin(2, 2)
                            .yield_waiting(2, 9)
                            .yield_waiting(1, 9)
                            .future_set(9, 4)
                            .task_resume(2);
  const RunState state = after(events);
  EXPECT_EQ(state.futures[9].first_waiter, 1U);
  EXPECT_EQ(state.futures[9].exception, 4U);
  EXPECT_EQ(state.tasks[1].state, TaskFacts::State::waiting);
}

TEST(RunState, KnowsWhatATaskWaitsForOnceAnExceptionCameIntoIt) {
  const Events events = Events()
                            .task_begin(1, 1)
                            .yield_waiting(1, 9)
                            .task_begin(2, 2)
                            .yield_waiting(2, 9)
                            .task_begin(3, 3)
                            .yield_waiting(3, 9)
                            .task_interrupted(2, 8)
                            .task_begin(4, 4)
                            .task_interrupted(4, 8);
  const RunState state = after(events);
  EXPECT_EQ(state.tasks[2].awaited, 8U);
  EXPECT_EQ(state.futures[8].first_waiter, 2U);
  EXPECT_EQ(state.futures[9].first_waiter, 1U);
  EXPECT_EQ(state.tasks[1].next_waiter, 3U);
  EXPECT_EQ(state.futures[9].last_waiter, 3U);
  EXPECT_EQ(state.tasks[4].state, TaskFacts::State::running) << "one that runs waits for nothing";
}

TEST(RunState, KnowsWhichMultisAreComplete) {
  const Events events = Events().future_set(2, 7).multi(5, {1, 2, 1}).multi(6, {3, 1}).future_set(1, 8);
  const RunState state = after(events);
  EXPECT_EQ(state.completed, std::vector<std::uint32_t>{1});
  EXPECT_EQ(state.first_failed_child(state.multis[1]), 1U) << "first in the list, not in time";
}

TEST(RunState, IgnoresWhatWasMadeBeforeTheObservation) {
  const Events events =
      Events().future_set(0, 3).future_callback_added(0, 1).multi(4, {0}).yield_waiting(1, 0);
  const RunState state = after(events);
  EXPECT_FALSE(state.futures[0].set);
  EXPECT_TRUE(state.multis[1].complete());
  EXPECT_EQ(state.futures[0].first_waiter, 0U);
}

TEST(RunState, AResetForgetsEverything) {
  const Events events = Events().timer_added(1, 1).callback_queued(1).clock(4).future_set(1, 1).loop_close();
  RunState state = after(events);
  state.reset(core::SchedulingModel::adversarial);
  EXPECT_EQ(state.now, 0);
  EXPECT_EQ(state.queued_callbacks, 0U);
  EXPECT_FALSE(state.earliest_timer());
  EXPECT_FALSE(state.futures[1].set);
  EXPECT_FALSE(state.closed);
  EXPECT_EQ(state.model, core::SchedulingModel::adversarial);
}

TEST(Numbered, ReadsBlanksAndWritesWhatIsMissing) {
  Numbered<int> numbers;
  EXPECT_EQ(std::as_const(numbers)[1000], 0);
  numbers[5] = 7;
  EXPECT_EQ(numbers.size(), 6U);
  EXPECT_EQ(numbers[4], 0);
  numbers.clear();
  EXPECT_EQ(numbers.size(), 0U);
  EXPECT_EQ(numbers[5], 0);
}

}  // namespace
}  // namespace windtunnel::properties
