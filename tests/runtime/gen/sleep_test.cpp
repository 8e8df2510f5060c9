#include "runtime/gen/sleep.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> sleeps(LoopFixture& world, Duration duration, std::string name) {
  co_yield sleep(duration);
  world.say_when(name);
}

TEST(Law, G29_ASleeperResumesInTheIterationAfterItsTimer) {
  LoopFixture world;
  auto task = sleeps(world, 2s, "slept");
  world.loop.call_later(2s, [&] { world.say_when("same deadline"); });
  world.loop.start();
  EXPECT_EQ(world.loop.time(), at_seconds(2));
  EXPECT_THAT(world.said, ElementsAre("same deadline@2", "slept@3"));
}

TEST(Law, G29_NoTimeIsStillOneTimerPhaseAndOneHop) {
  LoopFixture world;
  auto none = sleeps(world, 0s, "none");
  auto past = sleeps(world, -1s, "past");
  world.loop.add_callback([&] { world.say_when("callback"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback@1", "past@2", "none@2"));
}

}  // namespace
}  // namespace tornado
