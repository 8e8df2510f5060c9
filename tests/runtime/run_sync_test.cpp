#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<int> after_sleep(LoopFixture& world, Duration duration) {
  co_yield sleep(duration);
  world.say("slept");
  co_return 5;
}

TEST(Law, L17_RunSyncGivesTheResultOrThrowsTheException) {
  LoopFixture world;
  EXPECT_EQ(world.loop.run_sync([&] { return after_sleep(world, 1s); }), 5);
  EXPECT_THROW(world.loop.run_sync([] { return failed(); }), Boom);
  EXPECT_THROW(world.loop.run_sync([] { throw Boom("plain"); }), Boom);
  EXPECT_EQ(*world.loop.run_sync([] { return done_future(std::make_unique<int>(1)); }), 1);
}

TEST(Law, L17_StopComesOneHopLaterAndWhatIsQueuedBehindItStillRuns) {
  LoopFixture world;
  Future<void> future;
  world.loop.add_callback([&] {
    world.loop.add_callback([&] {
      future.set_result();
      world.loop.add_callback([&] { world.say_when("behind the stop"); });
      world.loop.add_callback([&] { world.loop.add_callback([&] { world.say("too late"); }); });
    });
  });
  world.loop.run_sync([&] { return future; });
  EXPECT_THAT(world.said, ElementsAre("behind the stop@3"));
}

TEST(Law, L18_NothingGivesNothingAndWhatIsNoYieldableDoesNotCompile) {
  LoopFixture world;
  world.loop.run_sync([&] { world.say("ran"); });
  EXPECT_THAT(world.said, ElementsAre("ran"));
}
template <class Result>
concept RunsSync = requires(IOLoop& loop, Result (*fn)()) { loop.run_sync(fn); };
static_assert(RunsSync<void> && RunsSync<Future<int>> && RunsSync<std::vector<Future<int>>>);
static_assert(!RunsSync<int> && !RunsSync<std::string>, "L18");

TEST(Law, L19_ATimeoutStopsTheLoopAndTheCoroutineGoesOnAtTheNextStart) {
  LoopFixture world;
  try {
    world.loop.run_sync([&] { return after_sleep(world, 10s); }, 2.5s);
    FAIL() << "no timeout";
  } catch (const TimeoutError& error) {
    EXPECT_STREQ(error.what(), "Operation timed out after 2.5 seconds");
  }
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("slept"));
}

TEST(Law, L19_AnUnrelatedStopIsATimeoutToo) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.stop(); });
  try {
    world.loop.run_sync([&] { return after_sleep(world, 1s); });
    FAIL() << "no timeout";
  } catch (const TimeoutError& error) {
    EXPECT_STREQ(error.what(), "Operation timed out after None seconds");
  }
}

TEST(Law, L19_LongTimeoutsAreWrittenWithoutAnExponent) {
  LoopFixture world;
  try {
    world.loop.run_sync([&] { return after_sleep(world, 2e6s); }, 1e6s);
    FAIL() << "no timeout";
  } catch (const TimeoutError& error) {
    EXPECT_STREQ(error.what(), "Operation timed out after 1000000 seconds");
  }
}

TEST(Law, L20_AtTheSameDeadlineTheTimeoutWins) {
  LoopFixture world;
  EXPECT_THROW(world.loop.run_sync([&] { return after_sleep(world, 1s); }, 1s), TimeoutError);
}

TEST(RunSync, ATimerThatWasNotNeededIsRemoved) {
  LoopFixture world;
  world.loop.run_sync([] { return done_future(1); }, 100s);
  world.loop.start();
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(RunSync, ABaseExceptionGoesThrough) {
  LoopFixture world;
  EXPECT_THROW(world.loop.run_sync([] { throw Interrupt(); }), Interrupt);
}

}  // namespace
}  // namespace tornado
