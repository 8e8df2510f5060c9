#include "runtime/gen/call_back.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Future<int> gives(int hops, int value) {
  for (; hops > 0; --hops) co_yield moment;
  co_return value;
}

TEST(Law, G5_ACallbackGetsTheResultOneHopAfterCompletionAlsoIfThatWasAtOnce) {
  LoopFixture world;
  const auto say = [&](int value) { world.say_when(std::to_string(value)); };
  gen::call_back(gives(0, 1), say);
  gen::call_back(gives(1, 2), say);
  gen::call_back(done_future(Unit()), [&](Unit) { world.say_when("nothing"); });
  EXPECT_THAT(world.said, IsEmpty());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("1@1", "nothing@1", "2@2"));
}

}  // namespace
}  // namespace tornado
