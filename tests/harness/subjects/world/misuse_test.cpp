// Misuse of a World is reported in one sentence, wherever the compiler cannot refuse it (tests/refused).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>

#include "harness/subjects/world/current_loop.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

// What the function throws.
template <class Function>
std::string refusal_of(Function function) {
  try {
    function();
    return "accepted";
  } catch (const std::exception& error) {
    return error.what();
  }
}

// A program that does that once, in no coroutine.
template <class Function>
WorldProgram doing(Function function) {
  return [function](World& world) {
    function(world);
    const Future<void> done;
    done.set_result();
    return done;
  };
}

TEST(WorldMisuse, ARunInsideOfARunIsRefused) {
  std::string inner;
  EXPECT_EQ(quiet_words(doing([&](World&) { inner = quiet_words(doing([](World&) {})); })), "-");
  EXPECT_THAT(inner, HasSubstr("a World runs on this thread already"));
}

TEST(WorldMisuse, ASearchInsideOfARunIsRefused) {
  EXPECT_THAT(quiet_words(doing([](World&) { search_for_violation("inner", doing([](World&) {})); })),
              HasSubstr("EXPECT_HOLDS inside of a run"));
}

TEST(WorldMisuse, AWorldIsNotUsedAfterItsRun) {
  World* kept = nullptr;
  EXPECT_EQ(quiet_words(doing([&](World& world) { kept = &world; })), "-");
  ASSERT_NE(kept, nullptr);
  const char* words = "a World of a run that is over is used";
  EXPECT_THAT(refusal_of([&] { kept->spawn("late", [](World&) -> Future<void> { co_return; }); }),
              HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->choose(3); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->value(1, 3); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->check(false, "late"); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->always("late", [] { return true; }); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->eventually("late", [] { return true; }); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { kept->log("late"); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { static_cast<void>(kept->host("late")); }), HasSubstr(words));
  EXPECT_THAT(refusal_of([&] { Shared<int>(*kept, "late"); }), HasSubstr(words));
}

TEST(WorldMisuse, ASharedOrAMutexOfAnEarlierRunIsRefused) {
  std::optional<Shared<int>> shared;
  std::optional<Mutex> mutex;
  const auto first = doing([&](World& world) {
    shared.emplace(world, "x");
    mutex.emplace(world, "m");
  });
  EXPECT_EQ(quiet_words(first), "-");
  const char* words = "of a run that is over";
  EXPECT_THAT(refusal_of([&] { static_cast<void>(shared->read()); }), HasSubstr(words));
  EXPECT_THAT(quiet_words(doing([&](World&) { static_cast<void>(shared->peek()); })), HasSubstr(words));
  EXPECT_THAT(quiet_words(doing([&](World&) { static_cast<void>(shared->write(1)); })), HasSubstr(words));
  EXPECT_THAT(quiet_words(doing([&](World&) { static_cast<void>(mutex->lock()); })), HasSubstr(words));
  EXPECT_THAT(quiet_words(doing([&](World&) { static_cast<void>(mutex->locked()); })), HasSubstr(words));
}

Future<void> waits_a_turn(World& world) {
  co_await world.turn();
}

TEST(WorldMisuse, AWaitOutsideOfARunIsRefused) {
  World* kept = nullptr;
  EXPECT_EQ(quiet_words(doing([&](World& world) { kept = &world; })), "-");
  const Future<void> late = waits_a_turn(*kept);
  EXPECT_THAT(refusal_of([&] { late.result(); }), HasSubstr("a coroutine waits, but"));
}

TEST(WorldMisuse, AStepIsWaitedForOnItsOwnWorldsLoopOnly) {
  EXPECT_THAT(quiet_words(doing([](World& world) {
                const core::ChoiceLog quiet;
                core::LogSource choices(quiet);
                tornado::SimLoop other(choices, core::SchedulingModel::exact,
                                       tornado::IOLoop::MakeCurrent::no);
                const CurrentLoop current(other);
                const Future<void> astray = waits_a_turn(world);
                astray.result();
              })),
              HasSubstr("a step of a World is waited for on another loop"));
}

TEST(WorldMisuse, OnlyOneTaskJoins) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.spawn("other", [](World& in) -> Future<void> { co_await in.join(); });
                co_await world.join();
              }),
              HasSubstr("two tasks join"));
}

// Its captures are gone when spawn returns, unless spawn keeps them.
TEST(WorldMisuse, TheCapturesAndArgumentsOfATaskLiveAsLongAsTheRun) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const auto text = std::make_shared<std::string>("captured");
              world.spawn("capturing", [text, more = std::string(100, 'x')](World& in) -> Future<void> {
                co_await in.turn();
                in.check_equal(*text + more, "captured" + std::string(100, 'x'), "what is captured");
              });
              world.spawn(
                  "referring",
                  [](World& in, const std::string& argument) -> Future<void> {
                    co_await in.turn();
                    in.check_equal(argument, std::string(100, 'y'), "what is passed");
                  },
                  std::string(100, 'y'));
              co_await world.join();
            }),
            "-");
}

TEST(WorldMisuse, WhatSpawnKeepsIsGoneAfterTheRun) {
  const auto counted = std::make_shared<int>(1);
  EXPECT_EQ(quiet_words([counted](World& world) {
              world.spawn("task", [counted](World& in) -> Future<void> {
                co_await in.turn();
                static_cast<void>(counted);
              });
              const Future<void> done;
              done.set_result();
              return done;
            }),
            "-");
  EXPECT_EQ(counted.use_count(), 1);
}

}  // namespace
}  // namespace windtunnel
