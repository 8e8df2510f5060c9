#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v6(const Events& events) {
  return verdict("V6", events);
}

TEST(V6ExceptionsReported, AFailedFutureIsLookedAtOrReported) {
  EXPECT_EQ(v6(Events().future_set(1, 1).retrieved(1, 1).retrieved(1, 1).loop_close()), "");
  EXPECT_EQ(v6(Events().future_set(1, 1).loop_close().future_unretrieved(1, 1)), "");
  EXPECT_EQ(v6(Events().future_set(1, 1)), "") << "the run is not over";
  EXPECT_EQ(v6(Events().future_set(1, 1).future_set(2).loop_close()),
            "2: exception 1 of future 1, set at step 0, was neither looked at nor reported")
      << "bug 26";
}

TEST(V6ExceptionsReported, NotBothAndNotTwice) {
  EXPECT_EQ(v6(Events().future_set(1, 1).retrieved(1, 1).future_unretrieved(1, 1)),
            "2: exception 1 of future 1 was looked at, but was reported as never looked at");
  EXPECT_EQ(v6(Events().future_set(1, 1).future_unretrieved(1, 1).future_unretrieved(1, 1)),
            "2: future 1 was reported as never looked at a second time");
  EXPECT_EQ(v6(Events().future_set(1).future_unretrieved(1, 1)),
            "1: future 1 did not fail, but was reported as never looked at");
  EXPECT_NE(v6(Events().future_set(1, 1).future_unretrieved(1, 1).retrieved(1, 1)), "");
}

TEST(V6ExceptionsReported, TheRuntimePassesOnWhatItLooksAt) {
  const Events looked = Events().future_set(1, 1).owed(1, 1);
  EXPECT_EQ(v6(Events(looked).future_set(2, 1).poll()), "");
  EXPECT_EQ(v6(Events(looked).task_resume(1, 1).poll()), "");
  EXPECT_EQ(v6(Events(looked).logged(1, tornado::ErrorKind::late).poll()), "");
  EXPECT_EQ(v6(Events(looked).error_quieted(1).poll()), "");
  EXPECT_EQ(v6(Events().future_set(1, 1).task_resume(1, 1).owed(1, 1).poll()), "")
      << "looked at by the resumed task";
  EXPECT_EQ(v6(Events(looked).yield_ready(1, 1).poll()), "");
  EXPECT_EQ(v6(Events().future_set(1, 1).loop_return().owed(1, 1).loop_close()), "") << "run_sync throws it";
  EXPECT_EQ(v6(Events(looked).future_set(2, 2).retrieved(2, 2).poll()),
            "4: the runtime looked at exception 1 of future 1 and passed it on to nobody");
  EXPECT_NE(v6(Events(looked).task_resume(1).loop_close()), "");
}

TEST(V6ExceptionsReported, WhatEscapesACallbackIsLogged) {
  EXPECT_EQ(
      v6(Events().callback_begin(1).callback_end(1, 1).logged(1).callback_begin(2).callback_end(2).poll()),
      "");
  EXPECT_EQ(v6(Events().callback_begin(1).logged(1).callback_end(1, 1).poll()), "")
      << "told in the other order";
  EXPECT_EQ(v6(Events().callback_begin(1).callback_end(1, 1).callback_begin(2)),
            "2: exception 1 escaped at step 1 and was not logged");
  EXPECT_NE(v6(Events().timer_begin(1).timer_end(1, 1).poll()), "");
  EXPECT_NE(v6(Events().external_begin(1).external_end(1, 1).iteration(0)), "") << "bug 23";
  EXPECT_NE(v6(Events().callback_begin(1).callback_end(1, 1).logged(1, tornado::ErrorKind::late).poll()), "")
      << "the wrong line";
}

TEST(V6ExceptionsReported, WhatEscapesAFutureCallbackIsLoggedOrItsAddersOwn) {
  EXPECT_EQ(v6(Events()
                   .future_callback_added(1, 1)
                   .future_set(1)
                   .future_callback_begin(1, 1)
                   .future_callback_end(1, 1)
                   .logged(1)
                   .poll()),
            "");
  EXPECT_EQ(v6(Events()
                   .future_set(1)
                   .future_callback_added(1, 1)
                   .future_callback_begin(1, 1)
                   .future_callback_end(1, 1)
                   .poll()),
            "")
      << "law F4";
  EXPECT_NE(v6(Events()
                   .future_callback_added(1, 1)
                   .future_set(1)
                   .future_callback_begin(1, 1)
                   .future_callback_end(1, 1)
                   .poll()),
            "");
}

TEST(V6ExceptionsReported, AReturnedFuturesFailureIsLogged) {
  const Events gave = Events().callback_begin(1).callback_gave(1).callback_end(1);
  EXPECT_EQ(v6(Events(gave).future_set(1, 1).owed(1, 1).callback_end(2, 1).logged(1).idle()), "");
  EXPECT_EQ(v6(Events(gave).future_set(1).idle()), "");
  EXPECT_EQ(v6(Events(gave).idle()), "") << "never set";
  EXPECT_EQ(v6(Events(gave).future_set(1, 1).idle()),
            "4: a callback returned future 1, which failed with exception 1, and nobody logged it")
      << "bug 15";
  EXPECT_EQ(v6(Events().external_begin(1).callback_gave(1).external_end(1).future_set(1, 1).idle()), "")
      << "what an external returns is ignored";
}

TEST(V6ExceptionsReported, FurtherFailuresOfAMultiAreLoggedOrQuieted) {
  const Events failed =
      Events().multi(3, {1, 2}).future_set(2, 2).future_set(1, 1).owed(1, 1).future_set(3, 1);
  EXPECT_EQ(v6(Events(failed).owed(2, 2).logged(2, tornado::ErrorKind::multiple).poll()), "");
  EXPECT_EQ(v6(Events(failed).owed(2, 2).error_quieted(2).poll()), "");
  EXPECT_EQ(v6(Events(failed).poll()),
            "7: exception 2 of future 2, a further failure in the multi of future 3, was neither logged nor "
            "quieted")
      << "bug 27";
  EXPECT_NE(v6(Events(failed).owed(2, 2).logged(1, tornado::ErrorKind::multiple).poll()), "")
      << "the wrong one";
  EXPECT_EQ(v6(Events().multi(3, {1, 2}).future_set(1, 1).poll()), "") << "not complete";
}

TEST(V6ExceptionsReported, WhatEscapesAHandlerIsLogged) {
  EXPECT_EQ(verdict("V6", Events().handler_begin(1, 1).handler_end(1, 1).logged(1).poll()), "");
  EXPECT_NE(verdict("V6", Events().handler_begin(1, 1).handler_end(1, 1).poll()), "");
}

}  // namespace
}  // namespace windtunnel::properties
