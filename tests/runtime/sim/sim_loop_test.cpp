#include "runtime/sim/sim_loop.hpp"

#include <set>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST(SimLoop, TheClockStartsAt0AndJumpsToTheFirstLiveDeadline) {
  LoopFixture world;
  EXPECT_EQ(world.loop.time(), at_seconds(0));
  Timeout removed = world.loop.call_later(1s, [] {});
  world.loop.call_later(5s, [&] { world.say(std::to_string(seconds_of(world.loop.time()))); });
  world.loop.remove_timeout(removed);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("5.000000"));
  EXPECT_EQ(world.loop.end(), RunEnd::idle);
}

TEST(SimLoop, TheClockDoesNotMoveWhileACallbackIsQueued) {
  LoopFixture world;
  world.loop.call_later(1s, [&] { world.say("timer"); });
  auto task = [](LoopFixture& in) -> Future<void> {
    for (int hops = 0; hops < 3; ++hops) {
      co_yield moment;
      in.say(std::to_string(seconds_of(in.loop.time())).substr(0, 1));
    }
  }(world);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("0", "0", "0", "timer"));
}

TEST(SimLoop, ExternalEventsComeInTheChosenOrderOneAnIteration) {
  LoopFixture world;
  world.choices.answers = {2, 1, 0};
  for (const char* name : {"a", "b", "c"}) {
    world.loop.external([&world, name] { world.say_when(name); });
  }
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("c@2", "b@3", "a@4"));
  ASSERT_EQ(world.choices.asked.size(), 2U) << "a question with one answer is not asked";
  EXPECT_EQ(world.choices.asked[0].kind, ChoiceKind::external);
  EXPECT_EQ(world.choices.asked[0].options, 3U);
  EXPECT_EQ(world.choices.asked[0].site, "loop/external");
}

// The loop has no descriptors: of this law it has that the order of what is ready is nobody's to rely on.
TEST(Law, L24_TheOrderInWhichTheWorldReportsIsOpen) {
  std::set<History> orders;
  for (std::uint32_t first = 0; first < 3; ++first) {
    for (std::uint32_t second = 0; second < 2; ++second) {
      LoopFixture world;
      for (const char* name : {"a", "b", "c"}) world.loop.external([&world, name] { world.say(name); });
      world.choices.answers = {first, second};
      world.loop.start();
      orders.insert(world.said);
    }
  }
  EXPECT_EQ(orders.size(), 6U);
}

TEST(SimLoop, WhileBusyOrWithTimersAnEventMayBeKeptBack) {
  LoopFixture world;
  world.choices.answers = {1, 1};
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say_when("busy"); }); });
  world.loop.call_later(1s, [&] { world.say_when("timer"); });
  world.loop.external([&] { world.say_when("event"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("busy@2", "timer@3", "event@4"));
}

TEST(SimLoop, AnAnswerOutOfRangeIsTakenAsTheLast) {
  LoopFixture world;
  world.choices.answers = {99};
  world.loop.external([&] { world.say("a"); });
  world.loop.external([&] { world.say("b"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("b", "a"));
}

TEST(SimLoop, AnEventRegisteredInAnIoPhaseIsOfferedFromTheNextOn) {
  LoopFixture world;
  world.loop.external([&] { world.loop.external([&] { world.say_when("second"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("second@3"));
}

TEST(SimLoop, SpendMovesTheClockButNeverBack) {
  LoopFixture world;
  world.loop.spend(2s);
  world.loop.spend(-5s);
  EXPECT_EQ(world.loop.time(), at_seconds(2));
}

TEST(SimLoop, ARunThatNeverEndsIsEndedByThePhaseLimit) {
  LoopFixture world;
  world.loop.set_phase_limit(10);
  auto task = [](LoopFixture&) -> Future<void> {
    for (;;) co_yield moment;
  }(world);
  world.loop.start();
  EXPECT_EQ(world.loop.end(), RunEnd::livelock);
  EXPECT_EQ(world.loop.phases(), 11U);
}

TEST(SimLoop, ARunCanBeEndedAsALivelockFromInside) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.end_as_livelock(); });
  world.loop.add_callback([&] { world.say("same iteration"); });
  world.loop.start();
  EXPECT_EQ(world.loop.end(), RunEnd::livelock);
  EXPECT_THAT(world.said, ElementsAre("same iteration"));
}

TEST(Adversary, ReadyCallbacksRunInTheChosenOrderWhatTheyAddIncluded) {
  LoopFixture world(SchedulingModel::adversarial);
  world.choices.answers = {1, 2};
  world.loop.add_callback([&] { world.say("a"); });
  world.loop.add_callback([&] {
    world.say("b");
    world.loop.add_callback([&] { world.say("b's"); });
  });
  world.loop.add_callback([&] { world.say("c"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("b", "b's", "a", "c"));
}

TEST(Adversary, TheClockMayJumpOverDeadlines) {
  LoopFixture world(SchedulingModel::adversarial);
  world.choices.answers = {2};
  for (int at : {1, 2, 3, 4}) {
    world.loop.call_at(at_seconds(at), [&world, at] {
      world.say(std::to_string(at) + " at " +
                std::to_string(static_cast<int>(seconds_of(world.loop.time()))));
    });
  }
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("1 at 3", "2 at 3", "3 at 3", "4 at 4"));
  EXPECT_EQ(world.choices.asked.at(0).options, 3U);
}

TEST(Adversary, EqualDeadlinesRunInAnyOrder) {
  LoopFixture world(SchedulingModel::adversarial);
  world.choices.answers = {1};
  world.loop.call_at(at_seconds(1), [&] { world.say("a"); });
  world.loop.call_at(at_seconds(1), [&] { world.say("b"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("b", "a"));
}

TEST(Adversary, ADueTimerMayBeLateThreeTimesWhileSomethingIsQueued) {
  LoopFixture world(SchedulingModel::adversarial);
  world.choices.answers = std::vector<std::uint32_t>(10, 1);
  world.loop.call_at(at_seconds(0), [&] { world.say_when("timer"); });
  auto task = [](LoopFixture&) -> Future<void> {
    for (int hops = 0; hops < 10; ++hops) co_yield moment;
  }(world);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("timer@4"));
}

TEST(Adversary, QuietAnswersGiveTheContractRun) {
  auto run = [](SchedulingModel model) {
    LoopFixture world(model);
    for (const char* name : {"a", "b"}) {
      world.loop.add_callback([&world, name] { world.say_when(name); });
      world.loop.call_later(1s, [&world, name] { world.say_when(name); });
      world.loop.external([&world, name] { world.say_when(name); });
    }
    world.loop.start();
    return world.said;
  };
  EXPECT_EQ(run(SchedulingModel::exact), run(SchedulingModel::adversarial));
}

}  // namespace
}  // namespace tornado
