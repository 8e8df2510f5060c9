#include "runtime/legacy/task.hpp"

#include <functional>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Law, G32_ATasksFunctionIsCalledAtOnceAndOnlyItsFirstCallbackCounts) {
  LoopFixture world;
  std::function<void(int)> kept;
  const Future<int> future = gen::task<int>(
      [&](int argument, const gen::TaskCallback<int>& callback) {
        world.say("called with " + std::to_string(argument));
        kept = callback;
      },
      3);
  EXPECT_THAT(world.said, ElementsAre("called with 3"));
  EXPECT_FALSE(future.done());
  kept(4);
  kept(5);
  EXPECT_EQ(future.result(), 4);
  const Future<int> nothing = gen::task<int>([](const gen::TaskCallback<int>& callback) { callback(); });
  EXPECT_EQ(nothing.result(), 0);
}

TEST(Law, G32_AnExceptionOfTheFunctionOrOfWhatItStartedBecomesTheFutures) {
  LoopFixture world;
  const Future<int> at_once = gen::task<int>([](const gen::TaskCallback<int>&) { throw Boom("at once"); });
  const Future<int> later = gen::task<int>(
      [&](const gen::TaskCallback<int>&) { world.loop.call_later(1s, [] { throw Boom("later"); }); });
  EXPECT_THROW(at_once.result(), Boom);
  world.loop.start();
  EXPECT_THROW(later.result(), Boom);
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, G32_AnExceptionThatComesWhenTheFutureIsDoneGoesOn) {
  LoopFixture world;
  EXPECT_THROW(static_cast<void>(gen::task<int>([](const gen::TaskCallback<int>& callback) {
                 callback(1);
                 throw Boom("too late");
               })),
               Boom);
  const Future<int> future = gen::task<int>([&](const gen::TaskCallback<int>& callback) {
    callback(1);
    world.loop.add_callback([] { throw Boom("much too late"); });
  });
  world.loop.start();
  EXPECT_EQ(future.result(), 1);
  EXPECT_THAT(world.logged, ElementsAre("callback much too late"));
}

}  // namespace
}  // namespace tornado
