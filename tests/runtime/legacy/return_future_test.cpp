#include "runtime/legacy/return_future.hpp"

#include <functional>

#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Setter = FutureSetter<int>;

TEST(Law, F15_TheCallbackThatAFunctionGetsSetsTheFuture) {
  LoopFixture world;
  std::function<void(int)> kept;
  auto later = return_future<int>([&](int argument, const Setter& callback) {
    world.say("called with " + std::to_string(argument));
    kept = callback;
  });
  const Future<int> future = later(3);
  EXPECT_THAT(world.said, ElementsAre("called with 3"));
  EXPECT_FALSE(future.done());
  kept(4);
  EXPECT_EQ(future.result(), 4);
  EXPECT_THROW(kept(5), InvalidStateError) << "a second call is F7";
  EXPECT_EQ(future.result(), 4);
  EXPECT_TRUE(return_future<void>([](const FutureSetter<void>& callback) { callback(); })().done());
}

TEST(Law, F15_ACallbackOfTheCallersRunsInsideTheSetterInTheContextsOfTheCall) {
  LoopFixture world;
  std::function<void(int)> kept;
  auto later = return_future<int>([&](const Setter& callback) { kept = callback; });
  {
    const ContextScope scope(named(world, "a"));
    later.with_callback([&](int value) { world.say("got " + std::to_string(value)); });
  }
  world.said.clear();
  kept(4);
  EXPECT_THAT(world.said, ElementsAre("+a", "got 4", "-a"));
  auto at_once = return_future<int>([](const Setter& callback) { callback(1); });
  world.said.clear();
  at_once.with_callback([&](int value) { world.say("got " + std::to_string(value)); });
  EXPECT_THAT(world.said, ElementsAre("got 1"));
}

TEST(Law, F16_AnExceptionOfTheFunctionItselfIsThrownToTheCaller) {
  LoopFixture world;
  auto raises = return_future<int>([](const Setter&) { throw Boom("at once"); });
  EXPECT_THROW(static_cast<void>(raises()), Boom);
  EXPECT_THROW(raises.with_callback([&](int) { world.say("called"); }), Boom);
  EXPECT_THAT(world.said, IsEmpty());
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, F16_AnExceptionOfWhatItStartedBecomesTheFutures) {
  LoopFixture world;
  auto raises =
      return_future<int>([&](const Setter&) { world.loop.add_callback([] { throw Boom("later"); }); });
  const Future<int> future = raises();
  {
    const ContextScope scope(handling(world, "handler", true));
    raises.with_callback([&](int) { world.say("called"); });
  }
  world.loop.start();
  EXPECT_THROW(future.result(), Boom);
  EXPECT_THAT(world.said, ElementsAre("handler gets later")) << "the callback is not called";
  EXPECT_THAT(world.logged, IsEmpty());
}

// A function that returns a value does not compile: the original's ReturnValueIgnoredError.
struct Returning {
  int operator()(const Setter&) const { return 5; }
};
struct Silent {
  void operator()(const Setter&) const {}
};
template <class Function>
concept Returnable = requires(ReturnFuture<int, Function> made) { made(); };
static_assert(Returnable<Silent> && !Returnable<Returning>);

}  // namespace
}  // namespace tornado
