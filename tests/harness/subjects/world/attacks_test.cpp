// Programs that try to fail without being seen, or to break the World that runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

[[noreturn]] void fail() {
  throw std::runtime_error("no");
}

// Runs a function when it dies.
class AtDeath {
 public:
  explicit AtDeath(std::function<void()> act) : act_(std::move(act)) {}
  AtDeath(const AtDeath&) = delete;
  AtDeath& operator=(const AtDeath&) = delete;
  ~AtDeath() { act_(); }

 private:
  std::function<void()> act_;
};

// A daemon that never ends, with something local that acts when the run is over.
WorldProgram acting_at_the_end(void (*act)(World&)) {
  return [act](World& world) -> Future<void> {
    world.spawn_daemon("daemon", [act](World& in) -> Future<void> {
      const AtDeath last([&in, act] { act(in); });
      const Future<void> never;
      co_await never;
    });
    co_await world.join();
  };
}

TEST(WorldAttacks, WhatADaemonDoesWrongIsSeenThoughNobodyWaitsForIt) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.spawn_daemon("daemon", [](World& in) -> Future<void> {
                co_await in.sleep(Duration(1));
                fail();
              });
              co_return;
            }),
            "uncaught: nobody looked at how the task daemon ended: std::runtime_error: no");
  EXPECT_EQ(quiet_words(acting_at_the_end([](World& world) { world.check(false, "too late?"); })),
            "check: too late?");
}

TEST(WorldAttacks, WhatHappensAfterMainHasEndedIsSeen) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.loop().call_later(Duration(5), fail);
                co_return;
              }),
              StartsWith("uncaught: an exception left a callback"));
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.loop().call_later(Duration(5), [&world] { world.check(false, "late"); });
              co_return;
            }),
            "check: late");
}

TEST(WorldAttacks, ASecondSettingInADestructorIsSeen) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Future<void> future;
                {
                  const AtDeath sets([future] {
                    try {
                      future.set_result();
                    } catch (const tornado::InvalidStateError&) {  // NOLINT(bugprone-empty-catch)
                    }
                  });
                  future.set_result();
                  co_await world.turn();
                }
                co_await world.turn();
              }),
              StartsWith("set-twice: a Future that is done was set again at attacks_test.cpp:"));
  EXPECT_THAT(quiet_words(acting_at_the_end([](World&) {
                const Future<void> future;
                future.set_result();
                try {
                  future.set_result();
                } catch (const tornado::InvalidStateError&) {  // NOLINT(bugprone-empty-catch)
                }
              })),
              StartsWith("set-twice: "));
}

// Uses whatever a World has. The next run must not see it.
void use_everything(World& world) {
  world.log("the end");
  const auto late = [](World& in) -> Future<void> {
    co_await in.turn();
    in.check(false, "it goes on");
  };
  world.spawn("late", late);
  world.spawn_daemon("late daemon", late);
  world.spawn_abandonable("late caller", Abandon::destroy, late);
  world.always("late", [] { return false; });
  world.eventually("late", [] { return false; }, Duration(1));
  world.loop().add_callback(fail);
  world.loop().call_later(Duration(1), fail);
  const Future<void> future;
  future.set_result();
}

// An object of World::keep() that does so when it dies.
struct Kept {
  explicit Kept(World& world_in) : world(world_in) {}
  ~Kept() { use_everything(world); }
  World& world;
};

TEST(WorldAttacks, WhatDiesWithTheRunMayUseItsWorld) {
  for (const auto model : {core::SchedulingModel::exact, core::SchedulingModel::realistic}) {
    core::RunOptions options;
    options.model = model;
    core::Trace trace;
    EXPECT_FALSE(quiet_violation(acting_at_the_end(use_everything), trace, options));
    EXPECT_FALSE(quiet_violation(
        [](World& world) -> Future<void> {
          world.keep<Kept>(world);
          co_return;
        },
        trace, options));
    EXPECT_FALSE(quiet_violation(
        [](World& world) -> Future<void> {
          world.spawn("task", [](World& in) -> Future<void> { co_await in.turn(); });
          co_await world.join();
        },
        trace, options));
    EXPECT_EQ(trace.steps.task_name(1), "task");
  }
}

TEST(WorldAttacks, AnExceptionOfAnyTypeIsSeen) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                co_await world.turn();
                throw 42;  // NOLINT(hicpp-exception-baseclass)
              }),
              StartsWith("uncaught: nobody looked at how the task main ended: "));
  EXPECT_THAT(quiet_words([](World&) -> Future<void> { throw std::runtime_error("at once"); }),
              HasSubstr("at once"));
}

TEST(WorldAttacks, ACheckThatFailedIsSeenThoughEverythingIsCaught) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              try {
                world.check(false, "it is seen");
              } catch (...) {  // NOLINT(bugprone-empty-catch)
              }
              co_return;
            }),
            "check: it is seen");
}

TEST(WorldAttacks, APropertyThatThrowsIsSeen) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.always("it throws", []() -> bool { fail(); });
                co_await world.turn();
                co_await world.join();
              }),
              StartsWith("no-escape: an exception left the run: no"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                bool ready = false;
                world.always("it throws later", [&ready] {
                  if (ready) fail();
                  return true;
                });
                co_await world.turn();
                ready = true;
                co_await world.join();
              }),
              HasSubstr("std::runtime_error: no"));
}

TEST(WorldAttacks, APropertyMayStateAnother) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const auto text = std::make_shared<std::string>("kept while it is asked");
              int stated = 0;
              world.always("the first", [&world, &stated, text] {
                for (; stated < 100; ++stated) {
                  world.always("another", [text] { return !text->empty(); });
                  world.eventually("once", [text] { return !text->empty(); }, Duration(9));
                }
                return *text == "kept while it is asked";
              });
              co_await world.turn();
              co_await world.join();
            }),
            "-");
}

TEST(WorldAttacks, ARunThatGoesOnForEverEnds) {
  core::RunOptions options;
  options.phase_limit = 1000;
  core::Trace trace;
  const auto violation = quiet_violation(
      [](World& world) -> Future<void> {
        struct Forks {
          static Future<void> fork(World& in) {
            co_await in.turn();
            in.spawn("fork", fork);
          }
        };
        world.spawn("fork", Forks::fork);
        co_await world.join();
      },
      trace, options);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, rules::livelock);
}

TEST(WorldAttacks, WhatCannotBeChosenIsRefused) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.choose(0, "which");
                co_return;
              }),
              HasSubstr("choose() of no options at 'which': there must be at least one"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.value(3, 1, "size");
                co_return;
              }),
              HasSubstr("value() from 3 to 1 at 'size': there must be 1 to 2^32 - 1 numbers"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.value(std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max());
                co_return;
              }),
              HasSubstr("there must be 1 to 2^32 - 1 numbers"));
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.check_equal(world.value(-1, 0xfffffffdLL), -1, "the simplest");
              world.check_equal(world.choose(1), 0U, "the only one");
              co_return;
            }),
            "-");
}

TEST(WorldAttacks, WhatIsNoDurationIsNotSlept) {
  for (const double seconds :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e300}) {
    EXPECT_THAT(
        quiet_words([seconds](World& world) -> Future<void> { co_await world.sleep(Duration(seconds)); }),
        HasSubstr("it must be a duration of at most 1000000000000 s"));
  }
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> { co_await world.sleep(Duration(-1)); }), "-");
}

TEST(WorldAttacks, AProgramThatReturnsAFutureThatNobodySetsIsStuck) {
  EXPECT_THAT(quiet_words([](World&) { return Future<void>(); }),
              StartsWith("deadlock: nothing is left to happen, but these have not ended: main"));
}

TEST(WorldAttacks, AnEmptyProgramIsRefused) {
  EXPECT_THAT(quiet_words(WorldProgram(WorldProgram::Coroutine())), HasSubstr("bad_function_call"));
}

}  // namespace
}  // namespace windtunnel
