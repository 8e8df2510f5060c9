#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v1(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V1", events, model);
}

TEST(V1Order, CallbacksInTheOrderOfTheirQueueing) {
  const Events good = Events()
                          .callback_queued(1)
                          .callback_queued(2)
                          .iteration(2)
                          .callback_begin(1)
                          .callback_queued(3)
                          .callback_end(1)
                          .callback_begin(2)
                          .callback_end(2)
                          .poll()
                          .iteration(1)
                          .callback_begin(3);
  EXPECT_EQ(v1(good), "");
  const Events bad = Events().callback_queued(1).callback_queued(2).callback_begin(2);
  EXPECT_EQ(v1(bad), "2: callback 2 began, but callback 1 was queued before it");
  EXPECT_EQ(v1(bad, core::SchedulingModel::adversarial), "");
  EXPECT_EQ(v1(Events().callback_begin(1)), "0: callback 1 began, but no callback was queued");
}

TEST(V1Order, TimersByDeadlineAndThenByTheirMaking) {
  const Events added =
      Events().timer_added(1, 2).timer_added(2, 1).timer_added(3, 1).clock(2).iteration(0, 3);
  EXPECT_EQ(v1(Events(added).timer_begin(2).timer_begin(3).timer_begin(1)), "");
  EXPECT_EQ(v1(Events(added).timer_removed(2).timer_begin(3).timer_begin(1)), "");
  EXPECT_EQ(v1(Events(added).timer_begin(3)),
            "5: timer 3 (deadline 1) began, but timer 2 (deadline 1) was to run before it");
  EXPECT_EQ(v1(Events(added).timer_begin(2).timer_begin(1)),
            "6: timer 1 (deadline 2) began, but timer 3 (deadline 1) was to run before it");
  EXPECT_EQ(v1(Events(added).timer_begin(3), core::SchedulingModel::adversarial), "");
}

TEST(V1Order, ATimerAddedInAnIterationDoesNotOvertakeThoseThatWereThere) {
  const Events added = Events().timer_added(1, 5).clock(5).iteration(0, 1).timer_added(2, 1);
  EXPECT_EQ(v1(Events(added).timer_begin(1).poll().iteration(0, 1).timer_begin(2)), "");
  EXPECT_EQ(v1(Events(added).timer_begin(2)),
            "4: timer 2 (deadline 1) began, but timer 1 (deadline 5) was to run before it");
}

TEST(V1Order, FutureCallbacksInTheOrderOfTheirAddingUnderEveryFreedom) {
  const Events added =
      Events().future_callback_added(1, 1).future_callback_added(2, 2).future_callback_added(1, 3).future_set(
          1);
  EXPECT_EQ(v1(Events(added).future_callback_begin(1, 1).future_callback_end(1).future_callback_begin(1, 3)),
            "");
  const Events bad = Events(added).future_callback_begin(1, 3);
  EXPECT_EQ(v1(bad), "4: callback 3 of future 1 began, but callback 1 was added before it");
  EXPECT_EQ(v1(bad, core::SchedulingModel::adversarial), v1(bad));
}

TEST(V1Order, ACallbackAddedInsideRunsBeforeTheRemainingOnes) {
  EXPECT_EQ(v1(Events()
                   .future_callback_added(1, 1)
                   .future_callback_added(1, 2)
                   .future_set(1)
                   .future_callback_begin(1, 1)
                   .future_callback_added(1, 3)
                   .future_callback_begin(1, 3)
                   .future_callback_end(1)
                   .future_callback_end(1)
                   .future_callback_begin(1, 2)),
            "");
}

TEST(V1Order, TasksOfOneFutureResumeInTheOrderOfTheirYields) {
  const Events waiting = Events()
                             .task_begin(1, 11)
                             .yield_waiting(1, 9)
                             .task_begin(2, 12)
                             .yield_waiting(2, 8)
                             .task_begin(3, 13)
                             .yield_waiting(3, 9)
                             .future_set(8)
                             .future_set(9);
  EXPECT_EQ(v1(Events(waiting).task_resume(2).task_resume(1).yield_moment(1).task_resume(3).task_resume(1)),
            "");
  EXPECT_EQ(v1(Events(waiting).task_resume(3)),
            "8: task 3 was resumed, but task 1 has waited longer for future 9");
  EXPECT_EQ(v1(Events(waiting).task_resume(3).task_resume(1), core::SchedulingModel::adversarial), "");
}

// Task 1 yields moment; callback 2 is queued for it.
Events hopping() {
  return Events()
      .task_begin(1, 11)
      .callback_queued(1)
      .yield_moment(1)
      .callback_queued(2)
      .iteration(2)
      .callback_begin(1);
}

TEST(V1Order, AMomentEndsWithTheCallbackThatWasQueuedForItUnderEveryFreedom) {
  EXPECT_EQ(v1(hopping().callback_end(1).callback_begin(2).task_resume(1)), "");
  const Events early = hopping().task_resume(1);
  EXPECT_EQ(v1(early),
            "6: task 1 yielded moment, but did not go on with callback 2, which was queued for it");
  EXPECT_EQ(v1(early, core::SchedulingModel::adversarial), v1(early));
  EXPECT_NE(v1(hopping().callback_end(1).task_resume(1)), "") << "outside every callback";
}

TEST(V1Order, AMomentThatARunOfAnEarlierYieldPointCutsShortIsKnown) {
  const Events early = Events().yield_point(1, 12).then(hopping()).task_resume(1).callback_end(1);
  EXPECT_EQ(known_by("V1", early),
            "7: R12: task 1 yielded moment, but did not go on with callback 2, which was queued for it");
  EXPECT_EQ(known_by("V1", early, core::SchedulingModel::adversarial), known_by("V1", early));
  EXPECT_NE(v1(Events().yield_point(2, 12).then(hopping()).task_resume(1)), "")
      << "another task's YieldPoint";
}

// Task 1 waits for future 9, which is set in callback 1; callback 2 was queued before.
Events set_in_a_callback() {
  return Events()
      .task_begin(1, 11)
      .yield_waiting(1, 9)
      .callback_queued(1)
      .callback_queued(2)
      .iteration(2)
      .callback_begin(1)
      .future_set(9);
}

TEST(V1Order, AWaitEndsWithACallbackThatWasQueuedWhenItsFutureWasSetUnderEveryFreedom) {
  EXPECT_EQ(v1(set_in_a_callback()
                   .callback_queued(3)
                   .callback_end(1)
                   .callback_begin(2)
                   .callback_end(2)
                   .callback_begin(3)
                   .task_resume(1)),
            "");
  const std::string words =
      "task 1 waited for future 9, which was set at step 6, but did not go on with a callback that was "
      "queued "
      "then";
  EXPECT_EQ(v1(set_in_a_callback().task_resume(1)), "7: " + words) << "inside the setter";
  const Events early = set_in_a_callback().callback_end(1).callback_begin(2).task_resume(1);
  EXPECT_EQ(v1(early), "9: " + words);
  EXPECT_EQ(v1(early, core::SchedulingModel::adversarial), v1(early));
  EXPECT_EQ(
      known_by("V1", Events().yield_point(1, 12).then(early)),
      "10: R12: task 1 waited for future 9, which was set at step 7, but did not go on with a callback that "
      "was queued then");
}

TEST(V1Order, WhatStandsForAYieldPointIsWaitedForWithoutAHop) {
  EXPECT_EQ(known_by("V1", Events()
                               .task_begin(1, 11)
                               .yield_point(1, 9)
                               .yield_waiting(1, 9)
                               .callback_queued(1)
                               .callback_begin(1)
                               .future_set(9)
                               .task_resume(1)),
            "");
}

TEST(V1Order, ARunOfAnEarlierYieldPointThatOvertakesAWaiterIsKnown) {
  const Events waiting = Events()
                             .task_begin(1, 11)
                             .yield_waiting(1, 9)
                             .task_begin(2, 12)
                             .yield_point(2, 8)
                             .yield_waiting(2, 9)
                             .future_set(9);
  EXPECT_EQ(known_by("V1", Events(waiting).task_resume(2).task_resume(1)),
            "6: R12: task 2 was resumed, but task 1 has waited longer for future 9");
}

TEST(V1Order, ATaskThatAnExceptionCameIntoWaitsForItsOldFutureNoMore) {
  EXPECT_EQ(v1(Events()
                   .task_begin(1, 11)
                   .yield_waiting(1, 9)
                   .task_begin(2, 12)
                   .yield_waiting(2, 9)
                   .future_set(8, 1)
                   .task_interrupted(1, 8)
                   .future_set(9)
                   .task_resume(2)
                   .task_resume(1, 1)),
            "");
}

}  // namespace
}  // namespace windtunnel::properties
