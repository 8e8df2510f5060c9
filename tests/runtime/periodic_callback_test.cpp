#include "runtime/periodic_callback.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

// Says at which second it runs, and stops the loop after `left` runs.
struct Ticks {
  LoopFixture& world;
  int left;
  Duration takes{};
  void operator()() {
    world.say(std::to_string(static_cast<int>(seconds_of(world.loop.time()))));
    world.loop.spend(takes);
    if (--left == 0) world.loop.stop();
  }
};

TEST(Law, L22_ThePeriodMustBePositive) {
  LoopFixture world;
  EXPECT_THROW(PeriodicCallback([] {}, 0s), std::invalid_argument);
  EXPECT_THROW(PeriodicCallback([] {}, -1s), std::invalid_argument);
}

TEST(Law, L22_RunsOnTheGridFromStart) {
  LoopFixture world;
  PeriodicCallback periodic(Ticks{world, 3}, 2s);
  EXPECT_FALSE(periodic.is_running());
  world.loop.call_later(1s, [&] { periodic.start(); });
  world.loop.start();
  EXPECT_TRUE(periodic.is_running());
  EXPECT_THAT(world.said, ElementsAre("3", "5", "7"));
}

TEST(Law, L22_MissedRunsAreSkipped) {
  LoopFixture world;
  PeriodicCallback periodic(Ticks{world, 3, 5s}, 2s);
  periodic.start();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("2", "8", "14"));
}

TEST(Law, L22_ARunThatEndsOnTheGridGoesOnStrictlyAfter) {
  LoopFixture world;
  PeriodicCallback periodic(Ticks{world, 2, 2s}, 2s);
  periodic.start();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("2", "6"));
}

TEST(Law, L22_AnExceptionIsLoggedAndTheNextRunComes) {
  LoopFixture world;
  int runs = 0;
  PeriodicCallback periodic(
      [&] {
        if (++runs == 2) world.loop.stop();
        throw Boom("tick");
      },
      1s);
  periodic.start();
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback tick", "callback tick"));
}

TEST(Law, L22_StopInsideTheCallbackPreventsTheNextRun) {
  LoopFixture world;
  PeriodicCallback* self = nullptr;
  PeriodicCallback periodic(
      [&] {
        world.say("tick");
        self->stop();
      },
      1s);
  self = &periodic;
  periodic.start();
  world.loop.start();
  EXPECT_EQ(world.loop.end(), RunEnd::idle);
  EXPECT_THAT(world.said, ElementsAre("tick"));
}

TEST(Law, L22_StopRemovesThePendingTimer) {
  LoopFixture world;
  PeriodicCallback periodic([&] { world.say("tick"); }, 5s);
  periodic.start();
  periodic.stop();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(Law, L23_StartTwiceMakesTwoChains) {
  LoopFixture world;
  PeriodicCallback periodic(Ticks{world, 4}, 1s);
  periodic.start();
  periodic.start();
  world.loop.start();
  EXPECT_EQ(world.said.size(), 4U);
  EXPECT_THAT(std::vector(world.said.begin(), world.said.begin() + 2), ElementsAre("1", "1"));
}

TEST(Law, L23_StopAndStartInsideTheCallbackMakesTwoChains) {
  LoopFixture world;
  PeriodicCallback* self = nullptr;
  int runs = 0;
  PeriodicCallback periodic(
      [&] {
        world.say(std::to_string(static_cast<int>(seconds_of(world.loop.time()))));
        if (++runs == 1) {
          self->stop();
          self->start();
        }
        if (runs == 3) world.loop.stop();
      },
      1s);
  self = &periodic;
  periodic.start();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("1", "2", "2"));
}

TEST(Law, L23_AClockThatGoesBackBeforeTheRescheduleFiresTwiceForOnePeriod) {
  class Backwards final : public IOLoop {
   public:
    ~Backwards() override { close(); }
    Time time() const override { return now; }
    Time now{};

   protected:
    bool poll(Duration timeout) override {
      now += timeout;
      return true;
    }
  } loop;
  std::vector<double> runs;
  PeriodicCallback periodic(
      [&] {
        runs.push_back(seconds_of(loop.now));
        if (runs.size() == 1) loop.now = at_seconds(0.5);
        if (runs.size() == 2) loop.stop();
      },
      1s);
  periodic.start();
  loop.start();
  EXPECT_THAT(runs, ElementsAre(1, 1));
}

TEST(PeriodicCallback, DestroyingItStopsIt) {
  LoopFixture world;
  auto periodic = std::make_unique<PeriodicCallback>([&] { world.say("tick"); }, 1s);
  periodic->start();
  PeriodicCallback moved = std::move(*periodic);
  periodic.reset();
  EXPECT_TRUE(moved.is_running());
  moved = PeriodicCallback([] {}, 1s);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
}

TEST(PeriodicCallback, AFailedFutureThatItReturnsIsLogged) {
  LoopFixture world;
  PeriodicCallback periodic(
      [&] {
        world.loop.stop();
        return failed("tick's");
      },
      1s);
  periodic.start();
  world.loop.start();
  world.loop.stop();
  periodic.stop();
  world.loop.start();
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback tick's"));
}

}  // namespace
}  // namespace tornado
