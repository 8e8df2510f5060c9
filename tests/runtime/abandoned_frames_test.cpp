// A coroutine that is destroyed where it waits: its variables go at once, and what it waited for may happen
// later and finds nothing.
#include "runtime/abandoned_frames.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

using Held = std::shared_ptr<int>;

Future<void> waits(LoopFixture& world, Held held, Future<void> future) {
  Held local = held;
  co_yield future;
  world.say("went on");
}

Future<void> waits_for_hop(LoopFixture& world, Held held) {
  Held local = held;
  co_yield moment;
  world.say("went on");
}

Runner& newest(LoopFixture& world) {
  return *static_cast<Runner*>(world.loop.suspended_frames().newest());
}

TEST(AbandonedFrames, ItsVariablesGoAtOnceAndItsFutureStaysPending) {
  const Held held = std::make_shared<int>();
  LoopFixture world;
  const Future<void> future;
  const Future<void> result = waits(world, held, future);
  EXPECT_GT(held.use_count(), 1);
  EXPECT_FALSE(AbandonedFrames::any());
  newest(world).abandon();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_TRUE(AbandonedFrames::any());
  EXPECT_EQ(world.loop.suspended_frames().newest(), nullptr);
  future.set_result();
  world.loop.start();
  EXPECT_FALSE(result.done());
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.close();
  EXPECT_FALSE(AbandonedFrames::any());
}

TEST(AbandonedFrames, AHopThatIsQueuedAlreadyFindsNothing) {
  LoopFixture world;
  static_cast<void>(waits_for_hop(world, std::make_shared<int>()));
  newest(world).abandon();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
}

TEST(AbandonedFrames, AResultThatIsOnItsWayFindsNothing) {
  LoopFixture world;
  const Future<void> future;
  static_cast<void>(waits(world, nullptr, future));
  future.set_result();  // its resumption is queued
  newest(world).abandon();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
}

TEST(AbandonedFrames, OthersAreResumedWhateverTheirAddresses) {
  LoopFixture world;
  const Future<void> future;
  static_cast<void>(waits(world, nullptr, future));
  newest(world).abandon();
  for (int count = 0; count < 3; ++count) static_cast<void>(waits(world, nullptr, future));
  future.set_result();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("went on", "went on", "went on"));
}

Future<void> nested(LoopFixture& world, Held held, Future<void> future) {
  Held local = held;
  const Future<void> inner = waits(world, held, future);
  co_yield inner;
  world.say("outer went on");
}

TEST(AbandonedFrames, EachIsDestroyedAloneWhateverWaitsForIt) {
  const Held held = std::make_shared<int>();
  LoopFixture world;
  const Future<void> future;
  const Future<void> outer = nested(world, held, future);
  const auto& waiting = newest(world);  // it was suspended last: the outer one
  EXPECT_LT(waiting.serial(), static_cast<Runner*>(waiting.older())->serial());
  newest(world).abandon();
  EXPECT_GT(held.use_count(), 1);
  newest(world).abandon();
  EXPECT_EQ(held.use_count(), 1);
  future.set_result();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_FALSE(outer.done());
}

TEST(AbandonedFrames, AnotherRunOfTheLoopKnowsThemNoMore) {
  ListedChoices choices;
  LoopFixture world;
  static_cast<void>(waits_for_hop(world, nullptr));
  newest(world).abandon();
  world.loop.reset(choices, SchedulingModel::exact);
  EXPECT_FALSE(AbandonedFrames::any());
  static_cast<void>(waits_for_hop(world, nullptr));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("went on"));
}

}  // namespace
}  // namespace tornado
