#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

using tornado::ContextKind;

std::string v14(const Events& events) {
  return verdict("V14", events);
}

// Inside the blocks of contexts 1 (a StackContext), 2 (an ExceptionStackContext) and 3 (a StackContext).
Events in_three() {
  return Events()
      .callback_begin(1)
      .context_made(1)
      .block_begin(1)
      .context_made(2, ContextKind::exception)
      .block_begin(2)
      .context_made(3)
      .block_begin(3);
}

Events out_of_three() {
  return Events().block_end(3).block_end(2).block_end(1).callback_end(1);
}

// The same with callback 2 added inside; then it begins.
Events added_in_three() {
  return in_three()
      .contexts_captured(1, 3)
      .taking_callback(2)
      .then(out_of_three())
      .callback_begin(2)
      .contexts_restored(1);
}

TEST(V14Contexts, WhatWasCapturedRunsInItsContexts) {
  EXPECT_EQ(
      v14(added_in_three().entered(1).entered(3).left(3).left(1).contexts_given_back(1).callback_end(2)), "");
}

TEST(V14Contexts, WhateverRunsLaterTakesTheContextsAlong) {
  EXPECT_EQ(v14(in_three().taking_callback(2)),
            "7: callback 2 was added in context 3 and did not take it along");
  EXPECT_EQ(v14(in_three().taking_timer(1, 5)),
            "7: timer 1 was added in context 3 and did not take it along");
  EXPECT_EQ(v14(in_three().taking_future_callback(9, 4)),
            "7: callback of a future 4 was added in context 3 and did not take it along");
  EXPECT_EQ(v14(in_three().callback_queued(2)), "") << "a hop, or what carries its contexts";
  EXPECT_EQ(v14(in_three()
                    .null_context_begin()
                    .taking_callback(2)
                    .null_context_end()
                    .contexts_captured(1, 3)
                    .taking_callback(3)),
            "");
  EXPECT_EQ(v14(in_three().then(out_of_three()).callback_begin(2).taking_callback(3)), "") << "in none";
  EXPECT_EQ(v14(in_three().contexts_captured(1, 2)),
            "7: capture 1 took the contexts up to context 2, but the innermost current one is 3");
}

TEST(V14Contexts, ANullContextMayEndWithinALaterCall) {
  const Events open = in_three().null_context_begin(1).then(Events().callback_end(1).callback_begin(2));
  EXPECT_EQ(v14(Events(open)
                    .null_context_begin()
                    .null_context_end(1)
                    .contexts_captured(1, 3)
                    .taking_callback(3)
                    .null_context_end()
                    .callback_end(2)),
            "");
  EXPECT_NE(v14(Events(open).null_context_begin().null_context_end(1).contexts_captured(1, 2)), "");
}

TEST(V14Contexts, ContextsAreEnteredOutermostFirstAndLeftInnermostFirst) {
  EXPECT_EQ(v14(added_in_three().entered(3).entered(1)),
            "16: context 1 was entered for the call of capture 1, which expects 0");
  EXPECT_EQ(
      v14(added_in_three().entered(1).entered(3).left(1).left(3)),
      "18: context 3 was left by the call of capture 1, of which it is none, or which has left it or one "
      "outside it already");
  EXPECT_EQ(v14(added_in_three().entered(1).entered(1)),
            "16: context 1 was entered for the call of capture 1, which expects 3");
  EXPECT_EQ(v14(added_in_three().entered(4)),
            "15: context 4 was entered for the call of capture 1, which expects 1");
  EXPECT_EQ(v14(Events().entered(1)), "0: context 1 was entered for a call that does not go on");
  EXPECT_EQ(v14(Events().left(1)), "0: context 1 was left for a call that does not go on");
}

TEST(V14Contexts, WhatIsEnteredIsLeft) {
  EXPECT_EQ(v14(added_in_three().entered(1).entered(3).left(3).contexts_given_back(1)),
            "18: the call of capture 1 entered context 1 and did not leave it");
  EXPECT_EQ(v14(added_in_three().contexts_given_back(2)),
            "15: the call of capture 2 ended, but is not the innermost one");
}

TEST(V14Contexts, AnExceptionThatGetsOutWasOfferedToAll) {
  const Events entered = added_in_three().entered(1).entered(3);
  EXPECT_EQ(v14(Events(entered).left(3, 7).left(2, 7).left(1, 7).contexts_given_back(1).callback_end(2, 7)),
            "");
  const Events call = Events()
                          .callback_begin(1)
                          .context_made(2, ContextKind::exception)
                          .block_begin(2)
                          .contexts_captured(1, 2);
  EXPECT_EQ(v14(Events(call)
                    .taking_callback(2)
                    .block_end(2)
                    .callback_end(1)
                    .callback_begin(2)
                    .contexts_restored(1)
                    .contexts_given_back(1)
                    .callback_end(2, 7)),
            "10: exception 7 left the call of capture 1 and was not offered to context 2");
}

TEST(V14Contexts, WhatIsDeactivatedIsSkipped) {
  EXPECT_EQ(v14(in_three()
                    .contexts_captured(1, 3)
                    .taking_callback(2)
                    .context_deactivated(1)
                    .then(out_of_three())
                    .callback_begin(2)
                    .contexts_restored(1)
                    .entered(3)
                    .left(3)
                    .contexts_given_back(1)
                    .callback_end(2)),
            "");
  EXPECT_EQ(v14(in_three()
                    .contexts_captured(1, 3)
                    .taking_callback(2)
                    .context_deactivated(1)
                    .contexts_restored(1)
                    .entered(1)),
            "11: context 1 was entered for the call of capture 1, which expects 3");
  EXPECT_EQ(v14(Events().context_made(1).block_begin(1).context_deactivated(1).taking_callback(2)), "");
}

TEST(V14Contexts, ATaskGoesOnInTheContextsOfItsYield) {
  const Events waiting =
      in_three().task_begin(1, 1).contexts_captured(1, 3).yield_waiting(1, 9).then(out_of_three());
  EXPECT_EQ(v14(Events(waiting).callback_begin(2).contexts_restored(1).entered(1).entered(3).task_resume(1)),
            "");
  EXPECT_EQ(v14(Events(waiting).callback_begin(2).task_resume(1)),
            "15: task 1 goes on in the contexts of capture 0, but took along those of capture 1");
  EXPECT_EQ(v14(Events(waiting).callback_begin(2).contexts_restored(1).entered(1).task_resume(1)),
            "17: task 1 goes on before context 3 of capture 1 is entered");
  EXPECT_EQ(v14(in_three().task_begin(1, 1).yield_waiting(1, 9)),
            "8: task 1 waits in context 3 and did not take it "
            "along");
}

TEST(V14Contexts, ATaskThatYieldsOutOfStepIsToldSo) {
  const Events begun = Events().callback_begin(1).task_begin(1, 1).context_made(1).block_begin(1);
  EXPECT_EQ(v14(Events(begun).contexts_captured(1, 1).yield_moment(1)),
            "5: task 1 yielded in context 1, though its step began in context 0, and waits");
  // It is told by a failed future that is ready; what it yields then is handled as it is.
  EXPECT_EQ(v14(Events(begun).yield_ready(1, 9).contexts_captured(1, 1).yield_moment(1)), "");
  EXPECT_EQ(v14(Events(begun).yield_ready(1, 9).block_end(1).yield_moment(1)), "");
}

TEST(V14Contexts, ATaskWithYieldPointsMayGoOnFromAnywhere) {
  EXPECT_EQ(v14(in_three()
                    .task_begin(1, 1)
                    .yield_point(1, 9)
                    .contexts_captured(1, 3)
                    .yield_waiting(1, 9)
                    .then(out_of_three())
                    .callback_begin(2)
                    .task_resume(1)),
            "");
}

}  // namespace
}  // namespace windtunnel::properties
