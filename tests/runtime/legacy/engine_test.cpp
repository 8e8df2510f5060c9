#include "runtime/legacy/engine.hpp"

#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Future<void> raises_after(int hops) {
  for (; hops > 0; --hops) co_yield moment;
  throw Boom("engine");
}

TEST(Law, G6_AnEngineThatFailsAtOnceThrowsToItsCaller) {
  LoopFixture world;
  EXPECT_THROW(gen::engine(raises_after(0)), Boom);
}

TEST(Law, G6_OneThatFailsLaterThrowsIntoTheContextsOfItsCallOrIsLogged) {
  LoopFixture world;
  {
    const ContextScope scope(handling(world, "handler", true));
    gen::engine(raises_after(1));
  }
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("handler gets engine"));
  EXPECT_THAT(world.logged, IsEmpty());
  gen::engine(raises_after(1));
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback engine"));
}

// A result of an engine does not compile: the original's ReturnValueIgnoredError.
template <class T>
concept Engine = requires(const Future<T>& future) { gen::engine(future); };
static_assert(Engine<void> && !Engine<int>);

}  // namespace
}  // namespace tornado
