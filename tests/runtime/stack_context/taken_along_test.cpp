// What takes the contexts of its call along: handlers, and the callbacks of what gives Futures.
#include "runtime/gen/call_back.hpp"
#include "runtime/gen/run_on_executor.hpp"
#include "runtime/sim/sim_executor.hpp"
#include "tests/runtime/hand_device.hpp"
#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Future<void> coroutine_raises() {
  co_yield moment;
  throw Boom("coroutine");
}

int twice(int number) {
  return 2 * number;
}
int raises(int) {
  throw Boom("work");
}

TEST(Law, G5_AFailureGoesToTheContextsOfTheCallOrToTheLogAndNotToTheCallback) {
  LoopFixture world;
  const auto say = [&] { world.say("called"); };
  {
    const ContextScope scope(handling(world, "handler", true));
    gen::call_back(coroutine_raises(), say);
  }
  gen::call_back(coroutine_raises(), say);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("handler gets coroutine"));
  EXPECT_THAT(world.logged, ElementsAre("callback coroutine"));
}

TEST(Law, F17_ACallbackGetsTheResultOneHopAfterTheWorkIsDone) {
  LoopFixture world;
  DummyExecutor dummy;
  run_on_executor(dummy, twice)
      .with_callback([&](int value) { world.say("got " + std::to_string(value)); }, 4);
  EXPECT_THAT(world.said, IsEmpty());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("got 8"));
  {
    const ContextScope scope(handling(world, "handler", true));
    run_on_executor(dummy, raises).with_callback([&](int) { world.say("called"); }, 4);
  }
  world.said.clear();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("handler gets work"));
}

TEST(Law, S9_AHandlerRunsInTheContextsOfItsAdding) {
  HandlerWorld world;
  const ExceptionStackContext context([&](const std::exception_ptr& error) {
    world.say("handled " + LoopFixture::message_of(error));
    return true;
  });
  run_with_stack_context(context, [&] {
    world.loop.add_handler(
        5,
        [&](int, IOEvents) {
          world.device.not_ready(5);
          throw Boom("boom");
        },
        IOLoop::READ);
  });
  world.device.ready(5, IOLoop::READ);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("handled boom"));
  EXPECT_THAT(world.logged, ElementsAre());
}

}  // namespace
}  // namespace tornado
