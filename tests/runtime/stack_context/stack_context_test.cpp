#include "runtime/stack_context/stack_context.hpp"

#include <optional>

#include "runtime/wrap.hpp"
#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Law, S1_wrap_takes_the_current_contexts_along_and_what_is_wrapped_stays_as_it_is) {
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

TEST(Law, S2_a_wrapped_function_enters_its_contexts_outermost_first_and_leaves_them_innermost_first) {
  LoopFixture world;
  {
    const ContextScope outer(named(world, "outer"));
    const ContextScope inner(named(world, "inner"));
    world.loop.add_callback([&] { world.say("call"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("+outer", "+inner", "call", "-inner", "-outer"));
}

TEST(Law, S2_the_callers_contexts_are_current_again_after_an_exception_too) {
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

TEST(Law, S3_what_was_captured_in_no_context_runs_in_none_wherever_it_is_called) {
  LoopFixture world;
  auto call = wrap([&] { world.loop.add_callback([&] { world.say("child"); }); });
  {
    const ContextScope scope(named(world, "caller"));
    call();
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("child"));
}

TEST(Law, S4_an_exception_is_offered_innermost_first_until_a_handler_consumes_it) {
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

TEST(Law, S4_what_a_handler_raises_takes_the_place_of_the_exception) {
  LoopFixture world;
  {
    const ContextScope outer(handling(world, "outer", true));
    const ContextScope inner(
        ExceptionStackContext([](const std::exception_ptr&) -> bool { throw Boom("y"); }));
    world.loop.add_callback([] { throw Boom("x"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("outer gets y"));
}

TEST(Law, S4_what_nobody_consumes_goes_to_the_caller_and_stack_contexts_only_see_it) {
  LoopFixture world;
  {
    const ContextScope outer(named(world, "a"));
    const ContextScope inner(handling(world, "inner", false));
    world.loop.add_callback([] { throw Boom("x"); });
  }
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "inner gets x", "a sees x", "-a"));
  EXPECT_THAT(world.logged, ElementsAre("callback x"));
}

TEST(Law, S5_a_handler_that_says_so_suppresses_the_exception_of_its_block) {
  LoopFixture world;
  run_with_stack_context(handling(world, "yes", true), [] { throw Boom("x"); });
  EXPECT_THROW(run_with_stack_context(handling(world, "no", false), [] { throw Boom("x"); }), Boom);
  EXPECT_THAT(world.said, ElementsAre("yes gets x", "no gets x"));
}

TEST(Law, S6_a_deactivated_context_is_skipped_also_by_what_was_captured_before) {
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

TEST(Law, S7_a_null_context_empties_the_state_for_its_block_and_restores_it) {
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

TEST(Law, S8_a_context_that_is_left_while_another_is_innermost_raises_when_it_has_restored) {
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

TEST(Law, S9_L12_what_the_loop_is_given_takes_the_contexts_of_that_call_along) {
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

TEST(Law, L21_spawn_callback_takes_no_context_along) {
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

TEST(Law, S10_a_coroutine_is_resumed_in_the_contexts_in_which_it_yielded) {
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

TEST(Law, S11_after_run_with_stack_context_the_caller_is_outside) {
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

TEST(Law, G7_a_coroutine_that_first_yields_inside_a_context_gets_an_error_at_that_yield) {
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

TEST(Law, R9_who_swallows_that_error_gets_the_future_of_that_yield_at_the_next_one) {
  LoopFixture world;
  const Future<void> task = swallows(world, named(world, "a"), done_future(1), done_future(2));
  EXPECT_THAT(said_by_running(world), ElementsAre("+a", "inconsistent", "-a", "1"));
  EXPECT_TRUE(task.done());
}

}  // namespace
}  // namespace tornado
