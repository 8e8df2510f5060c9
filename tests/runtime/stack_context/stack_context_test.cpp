#include "runtime/stack_context/stack_context.hpp"

#include <optional>

#include "runtime/wrap.hpp"
#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Law, S1_WrapTakesTheCurrentContextsAlongAndWhatIsWrappedStaysAsItIs) {
  LoopFixture world;
  auto call = [&] { world.say("call"); };
  std::optional<Wrapped<decltype(call)>> wrapped;
  {
    const ContextScope scope(named(world, "a"));
    wrapped.emplace(wrap(call));
  }
  world.said.clear();
  (*wrapped)();
  EXPECT_THAT(world.said, ElementsAre("+a", "call", "-a"));

  const ContextScope scope(named(world, "b"));
  auto again = wrap(*wrapped);
  static_assert(std::is_same_v<decltype(again), Wrapped<decltype(call)>>);
  world.said.clear();
  again();
  EXPECT_THAT(world.said, ElementsAre("+a", "call", "-a"));
}

TEST(Law, S2_AWrappedFunctionEntersItsContextsOutermostFirstAndLeavesThemInnermostFirst) {
  LoopFixture world;
  {
    const ContextScope outer(named(world, "outer"));
    const ContextScope inner(named(world, "inner"));
    world.loop.add_callback([&] { world.say("call"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("+outer", "+inner", "call", "-inner", "-outer"));
}

TEST(Law, S2_TheCallersContextsAreCurrentAgainAfterAnExceptionToo) {
  LoopFixture world;
  const auto returns = wrap([] {});
  const auto raises = wrap([] { throw Boom("boom"); });
  const ContextScope scope(named(world, "caller"));
  const std::uint64_t callers = CurrentContexts::serial();
  auto copy = returns;
  copy();
  EXPECT_EQ(CurrentContexts::serial(), callers);
  auto other = raises;
  EXPECT_THROW(other(), Boom);
  EXPECT_EQ(CurrentContexts::serial(), callers);
}

TEST(Law, S3_WhatWasCapturedInNoContextRunsInNoneWhereverItIsCalled) {
  LoopFixture world;
  auto call = wrap([&] { world.loop.add_callback([&] { world.say("child"); }); });
  {
    const ContextScope scope(named(world, "caller"));
    call();
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("child"));
}

TEST(Law, S4_AnExceptionIsOfferedInnermostFirstUntilAHandlerConsumesIt) {
  LoopFixture world;
  {
    const ContextScope outermost(handling(world, "outermost", true));
    const ContextScope outer(handling(world, "outer", true));
    const ContextScope inner(handling(world, "inner", false));
    world.loop.add_callback([] { throw Boom("x"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("inner gets x", "outer gets x"));
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, S4_WhatAHandlerRaisesTakesThePlaceOfTheException) {
  LoopFixture world;
  {
    const ContextScope outer(handling(world, "outer", true));
    const ContextScope inner(
        ExceptionStackContext([](const std::exception_ptr&) -> bool { throw Boom("y"); }));
    world.loop.add_callback([] { throw Boom("x"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("outer gets y"));
}

TEST(Law, S4_WhatNobodyConsumesGoesToTheCallerAndStackContextsOnlySeeIt) {
  LoopFixture world;
  {
    const ContextScope outer(named(world, "a"));
    const ContextScope inner(handling(world, "inner", false));
    world.loop.add_callback([] { throw Boom("x"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "inner gets x", "a sees x", "-a"));
  EXPECT_THAT(world.logged, ElementsAre("callback x"));
}

TEST(Law, S5_AHandlerThatSaysSoSuppressesTheExceptionOfItsBlock) {
  LoopFixture world;
  run_with_stack_context(handling(world, "yes", true), [] { throw Boom("x"); });
  EXPECT_THROW(run_with_stack_context(handling(world, "no", false), [] { throw Boom("x"); }), Boom);
  EXPECT_THAT(world.said, ElementsAre("yes gets x", "no gets x"));
}

TEST(Law, S6_ADeactivatedContextIsSkippedAlsoByWhatWasCapturedBefore) {
  LoopFixture world;
  const StackContext a = named(world, "a");
  const ExceptionStackContext handler = handling(world, "handler", true);
  {
    const ContextScope outer(a);
    const ContextScope inner(handler);
    world.loop.add_callback([&] { world.say("call"); });
    world.loop.add_callback([] { throw Boom("x"); });
  }
  a.deactivate();
  handler.deactivate();
  EXPECT_THAT(said_by_running(world), ElementsAre("call"));
  EXPECT_THAT(world.logged, ElementsAre("callback x"));
}

TEST(Law, S7_ANullContextEmptiesTheStateForItsBlockAndRestoresIt) {
  LoopFixture world;
  {
    const ContextScope scope(named(world, "a"));
    {
      const NullContext none;
      world.loop.add_callback([&] { world.say("free"); });
    }
    world.loop.add_callback([&] { world.say("bound"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("free", "+a", "bound", "-a"));
}

TEST(Law, S8_AContextThatIsLeftWhileAnotherIsInnermostRaisesWhenItHasRestored) {
  LoopFixture world;
  const StackContext outer = named(world, "outer");
  const StackContext inner = named(world, "inner");
  outer.context().begin_block();
  inner.context().begin_block();
  EXPECT_THROW(outer.context().end_block(nullptr), StackContextInconsistentError);
  EXPECT_TRUE(CurrentContexts::initial());
  EXPECT_THROW(inner.context().end_block(nullptr), StackContextInconsistentError);
  CurrentContexts::reset();
}

TEST(Law, S9_L12_WhatTheLoopIsGivenTakesTheContextsOfThatCallAlong) {
  LoopFixture world;
  const Future<void> future;
  {
    const ContextScope scope(named(world, "a"));
    world.loop.add_callback([&] { world.say("callback"); });
    world.loop.add_future(future, [&](const Future<void>&) { world.say("future"); });
    world.loop.call_later(1s, [&] { world.say("later"); });
    world.loop.call_at(Time(2s), [&] { world.say("at"); });
    world.loop.add_timeout(3s, [&] { world.say("timeout"); });
  }
  world.loop.add_callback([&] { future.set_result(); });
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "callback", "-a", "+a", "future", "-a", "+a", "later",
                                                  "-a", "+a", "at", "-a", "+a", "timeout", "-a"));
}

TEST(Law, L21_SpawnCallbackTakesNoContextAlong) {
  LoopFixture world;
  {
    const ContextScope scope(named(world, "a"));
    world.loop.spawn_callback([&] { world.say("spawned"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("spawned"));
}

Future<void> asks(LoopFixture& world, Future<void> future) {
  co_yield future;
  world.say("resumed");
  world.loop.add_callback([&] { world.say("child"); });
}

TEST(Law, S10_ACoroutineIsResumedInTheContextsInWhichItYielded) {
  LoopFixture world;
  const Future<void> future;
  std::optional<Future<void>> task;
  {
    const ContextScope scope(named(world, "a"));
    task = asks(world, future);
  }
  {
    const ContextScope scope(named(world, "setter"));
    world.loop.add_callback([&] { future.set_result(); });
  }
  EXPECT_THAT(said_by_running(world),
              ElementsAre("+setter", "-setter", "+a", "resumed", "-a", "+a", "child", "-a"));
}

Future<void> runs_in_a_context(LoopFixture& world) {
  run_with_stack_context(named(world, "a"), [&] { world.loop.add_callback([&] { world.say("inside"); }); });
  co_yield moment;
  world.say("outside");
  world.loop.add_callback([&] { world.say("later"); });
}

TEST(Law, S11_AfterRunWithStackContextTheCallerIsOutside) {
  LoopFixture world;
  const Future<void> task = runs_in_a_context(world);
  EXPECT_THAT(world.said, ElementsAre("+a", "-a"));
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "inside", "-a", "outside", "later"));
  EXPECT_EQ(run_with_stack_context(named(world, "b"), [] { return 5; }), 5);
}

Future<void> yields_inside(LoopFixture& world, StackContext context) {
  const ContextScope scope(context);
  try {
    co_yield moment;
  } catch (const StackContextInconsistentError& error) {
    world.say(error.what());
  }
}

TEST(Law, G7_ACoroutineThatFirstYieldsInsideAContextGetsAnErrorAtThatYield) {
  LoopFixture world;
  const Future<void> task = yields_inside(world, named(world, "a"));
  EXPECT_THAT(world.said, ElementsAre("+a",
                                      "stack_context inconsistency (probably caused by yield within a \"with "
                                      "StackContext\" block)",
                                      "-a"));
  EXPECT_TRUE(task.done());
}

Future<void> swallows(LoopFixture& world, StackContext context, Future<int> first, Future<int> second) {
  co_yield moment;
  context.context().begin_block();
  int value = 0;
  try {
    value = co_yield first;
  } catch (const StackContextInconsistentError&) {
    world.say("inconsistent");
  }
  context.context().end_block(nullptr);
  value = co_yield second;
  world.say(std::to_string(value));
}

TEST(Law, R9_WhoSwallowsThatErrorGetsTheFutureOfThatYieldAtTheNextOne) {
  LoopFixture world;
  const Future<void> task = swallows(world, named(world, "a"), done_future(1), done_future(2));
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "inconsistent", "-a", "1"));
  EXPECT_TRUE(task.done());
}

}  // namespace
}  // namespace tornado
