#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

using tornado::ItemOrder;

// The result is the same under both scheduling models: everything happens inside calls.
std::string v15(const Events& events) {
  const std::string contract = verdict("V15", events);
  EXPECT_EQ(verdict("V15", events, core::SchedulingModel::adversarial), contract);
  return contract;
}

Events two_wait_for_a_condition() {
  return Events().condition_made(1).condition_wait(1, 1).condition_wait(1, 2);
}

TEST(V15Conservation, K1_ANotifyWakesTheLongestWaiters) {
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 1, {1}, 1).future_set(1).poll()), "");
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 9, {1, 2}).future_set(1).future_set(2).poll()),
            "");
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 1, {2}, 1)),
            "4: future 2 is served at condition 1, but future 1 has waited longer");
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 1, {1, 2})),
            "5: condition 1 is to wake future 2, but notify was called for fewer waiters");
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 2, {1, 2}).future_set(2)),
            "7: future 2 was woken before future 1, which waited longer");
  EXPECT_EQ(v15(two_wait_for_a_condition().condition_notify(1, 1, {1}, 1).poll()),
            "6: condition 1 was to wake future 1, but did not");
}

TEST(V15Conservation, K1_WaitersWhoseTimeWasUpDoNotCount) {
  const Events expired = two_wait_for_a_condition().timer_begin(1).future_set(1).timer_end(1);
  EXPECT_EQ(v15(Events(expired).condition_notify(1, 1, {2}).future_set(2).poll()), "");
  EXPECT_EQ(v15(Events(expired).condition_notify(1, 1, {})),
            "7: condition 1 was notified for 1 more, but future 2 still waits")
      << "bug 64";
  EXPECT_EQ(v15(Events(expired).condition_notify(1, 1, {1})),
            "7: future 1 is served at condition 1, but is done already");
}

TEST(V15Conservation, K2_ANotifyInsideANotifyTakesTheNextWaiters) {
  Events events = two_wait_for_a_condition().condition_wait(1, 3);
  events.condition_notify(1, 2, {1, 2}, 1).future_set(1).future_callback_begin(1, 1);
  events.condition_notify(1, 1, {3}).future_set(3).future_callback_end(1);
  EXPECT_EQ(v15(Events(events).future_set(2).poll()), "");
  EXPECT_EQ(v15(Events(events).poll()), "15: condition 1 was to wake future 2, but did not");
}

TEST(V15Conservation, K2_AProgramThatSetsAWaiterItselfEndsTheNotify) {
  Events events = two_wait_for_a_condition().condition_wait(1, 3);
  events.condition_notify(1, 3, {1, 2, 3}).future_set(1).future_callback_begin(1, 1).future_set(2);
  EXPECT_EQ(v15(events.future_callback_end(1).poll()), "");
}

TEST(V15Conservation, K3_NobodyIsWokenWithoutANotify) {
  EXPECT_EQ(v15(Events().condition_made(1).condition_wait(1, 1).future_set(1)),
            "2: future 1 began to wait and was set at once, though nobody let it")
      << "bug X15";
  EXPECT_EQ(v15(Events().condition_made(1).condition_wait(1, 1).add(Events::Kind::condition_notified, 1, 1)),
            "2: condition 1 is to wake future 1, but notify was called for fewer waiters");
}

TEST(V15Conservation, K5_AZeroTimeoutThatNeverEndsIsKnown) {
  EXPECT_EQ(v15(Events().condition_made(1).condition_wait(1, 1).waiter_untimed(1).idle()), "");
}

TEST(V15Conservation, K7_AnEventIsSetByItsOwnFuture) {
  const Events made = Events().event_made(1, 1).event_wait(1, 1);
  EXPECT_EQ(v15(Events(made).event_set(1, 1).future_set(1).event_cleared(1, 2).event_wait(1, 2)), "");
  EXPECT_EQ(v15(Events(made).event_set(1, 1).poll()),
            "3: future 1 was to be set to what it was given at step 2, but was not set at once");
  EXPECT_EQ(v15(Events(made).event_set(1, 1).future_set(1, 5)),
            "3: future 1 was to be set to what it was given at step 2, but failed");
  EXPECT_EQ(v15(Events(made).event_set(1, 3)),
            "2: event 1 sets future 3, which is not the one that is waited for");
  EXPECT_EQ(v15(Events(made).event_cleared(1, 2)),
            "2: event 1 is cleared while it is not set, so nobody will set future 1");
  EXPECT_EQ(v15(Events(made).event_wait(1, 2)), "2: event 1 is waited for by future 2, but its future is 1")
      << "a waiter that no set() would reach";
}

TEST(V15Conservation, K7_WhoSetsTheSharedFutureWakesAllWhichIsKnown) {
  EXPECT_EQ(v15(Events().event_made(1, 1).event_wait(1, 1).event_wait(1, 1).future_set(1).poll()), "");
}

Events one_holds_and_two_wait() {
  return Events()
      .semaphore_made(1, 1, true)
      .semaphore_acquire(1, 1)
      .semaphore_grant(1, 1)
      .future_set(1)
      .semaphore_acquire(1, 2)
      .semaphore_acquire(1, 3);
}

TEST(V15Conservation, K8_AReleaseHandsThePermitToTheLongestWaiter) {
  EXPECT_EQ(v15(one_holds_and_two_wait().semaphore_release(1).semaphore_grant(1, 2).future_set(2).poll()),
            "");
  EXPECT_EQ(v15(one_holds_and_two_wait().semaphore_release(1).semaphore_grant(1, 3)),
            "7: future 3 is served at semaphore 1, but future 2 has waited longer")
      << "bug X3";
  EXPECT_EQ(v15(one_holds_and_two_wait().semaphore_release(1).poll()),
            "7: future 2 waits for semaphore 1, which has permits: 1")
      << "bug X2";
  EXPECT_EQ(v15(one_holds_and_two_wait().semaphore_grant(1, 2)),
            "6: semaphore 1 grants future 2 a permit, but has none");
  EXPECT_EQ(v15(one_holds_and_two_wait().semaphore_release(1).semaphore_grant(1, 2).poll()),
            "8: future 2 was to be set to what it was given at step 7, but was not set at once");
}

TEST(V15Conservation, K8_NothingIsGrantedToAWaiterWhoseTimeWasUp) {
  const Events expired = one_holds_and_two_wait().timer_begin(1).future_set(2, 1).timer_end(1);
  EXPECT_EQ(v15(Events(expired).semaphore_release(1).semaphore_grant(1, 3).future_set(3).poll()), "");
  EXPECT_EQ(v15(Events(expired).semaphore_release(1).semaphore_grant(1, 2)),
            "10: future 2 is served at semaphore 1, but is done already")
      << "bug X4";
}

TEST(V15Conservation, K10_ABoundedSemaphoreNeverHasMoreThanAtFirst) {
  EXPECT_EQ(v15(Events().semaphore_made(1, 1, false).semaphore_release(1).poll()), "");
  EXPECT_EQ(v15(Events().semaphore_made(1, 1, true).semaphore_release(1)),
            "1: semaphore 1 is released, but has all of its 1 permits");
}

TEST(V15Conservation, K11_AGrantToAWaitThatWithTimeoutHasGivenUpIsKnown) {
  Events events = one_holds_and_two_wait();
  events.future_callback_added(2, 1).chained(10, 2).timer_added(1, 1).timeout(10, 1);
  events.future_callback_added(2, 2).timer_begin(1).future_set(10, 1).future_callback_added(2, 3).timer_end(
      1);
  EXPECT_EQ(v15(events.semaphore_release(1).semaphore_grant(1, 2).future_set(2).poll()), "");
}

Events queue_with_items(std::uint32_t maxsize, ItemOrder order, std::uint32_t items) {
  Events events = Events().queue_made(1, maxsize, order);
  for (std::uint32_t item = 1; item <= items; ++item) events.queue_put(1, item);
  return events;
}

TEST(V15Conservation, Q1_ItemsLeaveInTheOrderOfTheirQueue) {
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::first_in, 2).queue_get(1, 1).queue_get(1, 2).poll()), "");
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::last_in, 2).queue_get(1, 2).queue_get(1, 1).poll()), "");
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::lowest, 3).queue_get(1, 2).queue_get(1, 1).poll()), "");
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::first_in, 2).queue_get(1, 2)),
            "3: item 2 leaves queue 1, but item 1 entered before it");
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::last_in, 2).queue_get(1, 1)),
            "3: item 1 leaves queue 1, but item 2 entered after it");
  EXPECT_EQ(v15(queue_with_items(0, ItemOrder::lowest, 1).queue_get(1, 1).queue_get(1, 1)),
            "3: item 1 leaves queue 1, but is not in it")
      << "given twice";
}

TEST(V15Conservation, Q1_AnItemIsHandedToTheLongestWaitingGetter) {
  const Events waiting = Events().queue_made(1).queue_getter(1, 1).queue_getter(1, 2).queue_put(1, 1);
  EXPECT_EQ(v15(Events(waiting).queue_get(1, 1).queue_given(1, 1).future_set(1).poll()), "");
  EXPECT_EQ(v15(Events(waiting).poll()), "4: future 1 waits for an item of queue 1, which has items: 1");
  EXPECT_EQ(v15(Events(waiting).queue_get(1, 1).queue_given(1, 2)),
            "5: future 2 is served at queue 1, but future 1 has waited longer");
  EXPECT_EQ(v15(Events(waiting).queue_get(1, 1).queue_given(1, 1).poll()),
            "6: future 1 was to be set to what it was given at step 5, but was not set at once")
      << "bug 66";
  EXPECT_EQ(v15(Events(waiting).queue_given(1, 1)),
            "4: queue 1 says that future 1 is served, but no item was moved");
}

TEST(V15Conservation, Q2_AGetLetsTheLongestWaitingPutterIn) {
  const Events full = queue_with_items(1, ItemOrder::first_in, 1).queue_putter(1, 1).queue_putter(1, 2);
  EXPECT_EQ(v15(Events(full).queue_put(1, 2).queue_admitted(1, 1).future_set(1).queue_get(1, 1).poll()), "");
  EXPECT_EQ(v15(Events(full).queue_get(1, 1).poll()),
            "5: future 1 waits for room in queue 1, which has 0 items and takes 1");
  EXPECT_EQ(v15(Events(full).queue_put(1, 2).queue_admitted(1, 2)),
            "5: future 2 is served at queue 1, but future 1 has waited longer");
  EXPECT_EQ(v15(Events(full).queue_put(1, 2).queue_admitted(1, 1).future_set(1).poll()),
            "7: queue 1 has 2 items, but takes only 1");
}

TEST(V15Conservation, Q2_ACallbackOfThePutThatIsLetInMayDisturbTheGetWhichIsKnown) {
  Events events = queue_with_items(1, ItemOrder::first_in, 1).queue_putter(1, 1);
  events.queue_put(1, 2).queue_admitted(1, 1).future_set(1).future_callback_begin(1, 1);
  events.queue_get(1, 1).queue_putter(1, 2).future_callback_end(1).queue_get(1, 2);
  EXPECT_EQ(v15(events.poll()), "") << "there is room, and nobody lets the putter in";
}

TEST(V15Conservation, Q4_NothingIsGivenToAGetterWhoseTimeWasUp) {
  Events events = Events().queue_made(1).queue_getter(1, 1).timer_begin(1).future_set(1, 1).timer_end(1);
  events.queue_put(1, 1);
  EXPECT_EQ(v15(Events(events).poll()), "");
  EXPECT_EQ(v15(Events(events).queue_get(1, 1).queue_given(1, 1)),
            "7: future 1 is served at queue 1, but is done already")
      << "bug 67";
}

TEST(V15Conservation, Q5_TheEventOfAQueueIsSetWhileNothingIsUnfinished) {
  const Events made =
      Events().event_made(1, 1).queue_made(1).queue_finished(1, 1).event_set(1, 1).future_set(1);
  EXPECT_EQ(v15(Events(made).poll()), "");
  const Events busy = Events(made).event_cleared(1, 2).queue_put(1, 1).queue_get(1, 1);
  EXPECT_EQ(v15(Events(busy).poll()), "");
  EXPECT_EQ(v15(Events(busy).queue_task_done(1).event_set(1, 2).future_set(2).poll()), "");
  EXPECT_EQ(v15(Events(busy).queue_task_done(1).poll()),
            "9: queue 1 has unfinished tasks: 0, but its event 1 is not set");
  EXPECT_EQ(v15(Events(made).queue_put(1, 1).poll()),
            "6: queue 1 has unfinished tasks: 1, but its event 1 is set");
  EXPECT_EQ(v15(Events(made).queue_task_done(1)), "5: a task of queue 1 is done, but none was unfinished");
}

TEST(V15Conservation, WhatWasMadeBeforeTheObservationIsNotJudged) {
  Events events = Events().condition_wait(0, 1).condition_notify(0, 1, {}).semaphore_grant(0, 1);
  events.queue_get(0, 1).queue_given(0, 1).queue_task_done(0).event_set(0, 0).event_cleared(0, 0);
  EXPECT_EQ(v15(events.semaphore_release(0).event_wait(0, 5).poll().idle()), "");
}

}  // namespace
}  // namespace windtunnel::properties
