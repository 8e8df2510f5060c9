#include "harness/findings/wait_lines.hpp"

#include <chrono>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/core/quiet_source.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/gen/with_timeout.hpp"
#include "runtime/locks/event.hpp"
#include "runtime/locks/lock.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::ElementsAre;
using tornado::Future;

// "alice: waits for event 1" for each line; without the places.
std::vector<std::string> lines_of(const WorldProgram& program, std::string_view task) {
  core::QuietSource choices;
  core::RunOptions options;
  options.model = core::SchedulingModel::realistic;
  options.name_things = true;
  core::Trace trace;
  World::run(program, choices, options, trace);
  std::vector<std::string> all;
  for (const core::TaskLine& line : lines_with_waits(trace)) {
    if (trace.steps.task_name(line.task) == task) all.push_back(line.words);
  }
  return all;
}

Future<void> pass(World&, tornado::locks::Event event) {
  co_await event.wait();
}

Future<void> open_gate(World& world, tornado::locks::Event event) {
  co_await world.turn();
  event.set();
}

Future<void> gate(World& world) {
  const tornado::locks::Event event;
  world.spawn("alice", pass, event);
  world.spawn("bob", open_gate, event);
  co_await world.join();
}

TEST(WaitLines, NameWhatIsWaitedForAndWhoEndsTheWait) {
  EXPECT_THAT(lines_of(gate, "alice"), ElementsAre("begins", "waits for event 1", "is woken by bob"));
}

TEST(WaitLines, HaveAPlaceAndATime) {
  core::QuietSource choices;
  core::RunOptions options;
  options.name_things = true;
  core::Trace trace;
  World::run(gate, choices, options, trace);
  const std::vector<core::TaskLine> lines = lines_with_waits(trace);
  const auto wait = std::find_if(lines.begin(), lines.end(), [](const core::TaskLine& line) {
    return line.words == "waits for event 1";
  });
  ASSERT_NE(wait, lines.end());
  EXPECT_EQ(wait->time, "0");
  EXPECT_EQ(wait->place.substr(0, wait->place.find(':')), "wait_lines_test.cpp");
}

// A call waits in the place of its caller.
Future<void> guarded(World& world, tornado::locks::Lock lock) {
  const auto acquiring = lock.acquire();
  co_await acquiring;
  co_await world.turn();
  lock.release();
}

Future<void> call_guarded(World& world, tornado::locks::Lock lock) {
  const auto call = guarded(world, lock);
  co_await call;
}

Future<void> two_callers(World& world) {
  const tornado::locks::Lock lock;
  world.spawn("alice", call_guarded, lock);
  world.spawn("bob", call_guarded, lock);
  co_await world.join();
}

TEST(WaitLines, OfACallAreThoseOfItsTask) {
  EXPECT_THAT(lines_of(two_callers, "alice"), ElementsAre("begins", "goes on"));
  EXPECT_THAT(lines_of(two_callers, "bob"),
              ElementsAre("begins", "waits for lock 1", "is woken by alice", "goes on"));
}

Future<void> late(World& world) {
  const Future<void> never;
  const auto waiting = tornado::with_timeout(std::chrono::seconds(2), never);
  try {
    co_await waiting;
  } catch (const tornado::TimeoutError&) {
    world.log("too late");
  }
  const auto pause = tornado::sleep(tornado::Duration(1));
  co_await pause;
}

TEST(WaitLines, TellOfTheClockAndOfExceptions) {
  const std::vector<std::string> lines = lines_of(late, "main");
  EXPECT_THAT(lines,
              ElementsAre("waits for a Future", "is woken by the clock: tornado::TimeoutError: Timeout",
                          "too late", "waits for the clock", "is woken by the clock"));
}

Future<int> compute(World& world) {
  co_await world.turn();
  co_return 3;
}

Future<void> asks_for_result(World& world) {
  const auto first = world.spawn("worker", compute);
  const auto second = world.spawn("worker", compute);
  co_await second;
  co_await first;
}

TEST(WaitLines, NameATaskWhoseResultIsWaitedFor) {
  EXPECT_THAT(lines_of(asks_for_result, "main"), ElementsAre("waits for worker#2", "is woken by worker#2"));
}

TEST(WaitLines, AreNotThereForSteps) {
  const auto steps = [](World& world) -> Future<void> {
    const Shared<int> x(world, "x");
    co_await x.read();
    co_await world.turn();
  };
  EXPECT_THAT(lines_of(steps, "main"), ElementsAre("reads x: 0", "goes on"));
}

}  // namespace
}  // namespace windtunnel::findings
