#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v8(const Events& events) {
  return verdict("V8", events);
}

TEST(V8ExactlyOnce, ACoroutineGoesOnOncePerWait) {
  const Events waiting = Events().task_begin(1, 1).yield_ready(1, 5).yield_waiting(1, 2);
  EXPECT_EQ(
      v8(Events(waiting).future_set(2).task_resume(1).yield_moment(1).task_resume(1).task_end(1).future_set(
          1)),
      "");
  EXPECT_EQ(v8(Events(waiting).future_set(2).task_resume(1).task_resume(1)),
            "5: task 1 was resumed, but it is running");
  EXPECT_EQ(v8(Events(waiting).task_resume(1)),
            "3: task 1 was resumed, but future 2, for which it waits, is not set");
  EXPECT_NE(v8(Events(waiting).yield_waiting(1, 3)), "");
}

TEST(V8ExactlyOnce, NothingAfterTheEnd) {
  const Events ended = Events().task_begin(1, 1).task_end(1);
  EXPECT_EQ(v8(Events(ended).future_set(1)), "");
  EXPECT_EQ(v8(Events(ended).task_resume(1)), "2: task 1 was resumed, but it has ended");
  EXPECT_EQ(v8(Events(ended).yield_moment(1)), "2: task 1 yielded, but it has ended");
  EXPECT_EQ(v8(Events(ended).task_end(1)), "2: task 1 ended, but it has ended");
  EXPECT_EQ(v8(Events(ended).task_begin(1, 1)), "2: task 1 began a second time");
  EXPECT_EQ(v8(Events().task_resume(7)), "0: task 7 was resumed, but it has not begun");
}

TEST(V8ExactlyOnce, AFutureIsSetOnce) {
  EXPECT_EQ(v8(Events().future_set(1).future_set(2, 1)), "");
  EXPECT_EQ(v8(Events().future_set(1).future_set(1, 1)), "1: future 1 was set at step 0 and is set again");
  EXPECT_EQ(v8(Events().future_set(0).future_set(0)), "") << "unknown futures";
}

TEST(V8ExactlyOnce, WhatBeginsLastEndsFirst) {
  EXPECT_EQ(v8(Events()
                   .callback_queued(1)
                   .callback_begin(1)
                   .future_callback_added(1, 1)
                   .future_callback_added(2, 2)
                   .future_set(1)
                   .future_callback_begin(1, 1)
                   .future_set(2)
                   .future_callback_begin(2, 2)
                   .future_callback_end(2)
                   .future_callback_end(1)
                   .callback_end(1)),
            "");
  EXPECT_EQ(v8(Events().callback_queued(1).callback_begin(1).callback_end(2)),
            "2: callback 2 ended, but is not what runs innermost");
  EXPECT_NE(v8(Events()
                   .callback_queued(1)
                   .callback_begin(1)
                   .future_callback_added(1, 1)
                   .future_callback_begin(1, 1)
                   .callback_end(1)),
            "");
  EXPECT_NE(v8(Events().timer_begin(1).callback_end(1)), "");
}

TEST(V8ExactlyOnce, NoCallbackInsideAnother) {
  const Events queued = Events().callback_queued(1).callback_queued(2).callback_begin(1);
  EXPECT_EQ(v8(Events(queued).callback_end(1).callback_begin(2).callback_end(2)), "");
  EXPECT_EQ(v8(Events(queued).callback_begin(2)),
            "3: callback 2 began inside another callback, timer or event");
  EXPECT_EQ(v8(Events(queued).callback_end(1).callback_begin(1)), "4: callback 1 began a second time");
  EXPECT_EQ(v8(Events().callback_begin(1)), "0: callback 1 began, but was never queued");
}

TEST(V8ExactlyOnce, HandlersRunByThemselves) {
  EXPECT_EQ(verdict("V8", Events().handler_begin(1, 1).handler_end(1)), "");
  EXPECT_EQ(verdict("V8", Events().handler_begin(1, 1).handler_begin(2, 1)),
            "1: handler 2 began inside another callback, timer or event");
  EXPECT_NE(verdict("V8", Events().handler_end(1)), "");
}

TEST(V8ExactlyOnce, ACallbackOfAStreamIsACallbackOfTheLoop) {
  EXPECT_EQ(verdict("V8", Events().callback_queued(1).callback_begin(1).stream_callback_begin(1, 1)), "");
  EXPECT_EQ(verdict("V8", Events().handler_begin(1, 1).stream_callback_begin(1, 2)),
            "1: callback s2 of stream 1 runs inside something else");
  EXPECT_NE(verdict("V8", Events().stream_callback_begin(1, 2)), "");
}

}  // namespace
}  // namespace windtunnel::properties
