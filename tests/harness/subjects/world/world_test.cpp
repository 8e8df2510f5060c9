#include "harness/subjects/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/core/log_source.hpp"
#include "harness/core/odometer_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/shared.hpp"

namespace windtunnel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tornado::Future;

std::optional<core::Violation> violation_of(const WorldProgram& program, tornado::ChoiceSource& choices,
                                            core::Trace& trace, core::RunOptions options = {}) {
  const WorldSubject subject(program);
  properties::LawJudge laws(core::local_guarantees);
  return run_and_judge(subject.subject(), choices, options, laws, trace);
}

std::optional<core::Violation> canonical(const WorldProgram& program, core::RunOptions options = {}) {
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  return violation_of(program, choices, trace, options);
}

/// The rules that break over all schedules; "-" where none does.
std::set<std::string> over_all_schedules(const WorldProgram& program, std::uint64_t* schedules = nullptr) {
  core::OdometerSource odometer;
  std::set<std::string> rules;
  core::Trace trace;
  std::uint64_t count = 0;
  do {
    const std::optional<core::Violation> violation = violation_of(program, odometer, trace);
    rules.insert(violation ? std::string(violation->law) : "-");
    ++count;
  } while (odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  if (schedules != nullptr) *schedules = count;
  return rules;
}

Future<void> add_one(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> counter(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

TEST(World, ReadsAndWritesAreStepsThatInterleave) {
  std::uint64_t schedules = 0;
  EXPECT_THAT(over_all_schedules(counter, &schedules), ElementsAre("-", "check"));
  EXPECT_EQ(schedules, 6U) << "two tasks of two steps";
}

TEST(World, TheCanonicalScheduleIsFirstInFirstOut) {
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  EXPECT_TRUE(violation_of(counter, choices, trace));
  std::vector<std::string> order;
  for (const tornado::Step& step : trace.steps.done()) order.emplace_back(trace.steps.task_name(step.task));
  EXPECT_THAT(order, ElementsAre("a", "b", "a", "b", "main"));
}

TEST(World, StepsSayWhatTheyTouchAndWhoCausedThem) {
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  violation_of(counter, choices, trace);
  const std::span<const tornado::Step> done = trace.steps.done();
  ASSERT_EQ(done.size(), 5U);
  EXPECT_EQ(done[0].touch, tornado::Touch::read);
  EXPECT_EQ(done[2].touch, tornado::Touch::write);
  EXPECT_EQ(trace.steps.object_name(done[2].object), "x");
  EXPECT_EQ(done[0].cause, 0U);
  EXPECT_EQ(done[2].cause, done[0].number);
  EXPECT_NE(done[0].site.line(), done[2].site.line());
  EXPECT_EQ(done[4].epoch, 1U) << "join comes after everything";
  EXPECT_TRUE(trace.steps.independence_known());
}

Future<void> add_one_locked(World&, Mutex mutex, Shared<int> x) {
  const Mutex::Guard guard = co_yield mutex.lock();
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

TEST(World, AMutexLetsOneInAtATime) {
  EXPECT_THAT(over_all_schedules([](World& world) -> Future<void> {
                Mutex mutex(world, "m");
                Shared<int> x(world, "x");
                for (const char* name : {"a", "b", "c"}) world.spawn(name, add_one_locked, mutex, x);
                co_yield world.join();
                world.check(x.peek() == 3 && !mutex.locked(), "all additions count");
              }),
              ElementsAre("-"));
}

Future<void> take_both(World& world, Mutex first, Mutex second) {
  const Mutex::Guard one = co_yield first.lock();
  const Mutex::Guard two = co_yield second.lock();
  world.log("both");
}

TEST(World, TasksThatNeverEndAreADeadlock) {
  const WorldProgram program = [](World& world) -> Future<void> {
    Mutex left(world, "left");
    Mutex right(world, "right");
    world.spawn("a", take_both, left, right);
    world.spawn("b", take_both, right, left);
    co_yield world.join();
  };
  EXPECT_THAT(over_all_schedules(program), ElementsAre("-", "deadlock"));
}

Future<void> fail(World& world) {
  co_yield world.turn();
  throw std::runtime_error("no");
}

TEST(World, AnExceptionThatNobodyLooksAtIsUncaught) {
  const auto violation = canonical([](World& world) -> Future<void> {
    world.spawn("a", fail);
    co_yield world.join();
  });
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, rules::uncaught);
  EXPECT_THAT(violation->message, HasSubstr("no"));
}

TEST(World, AnExceptionThatSomebodyLooksAtIsNot) {
  EXPECT_FALSE(canonical([](World& world) -> Future<void> {
    auto task = world.spawn("a", fail);
    bool caught = false;
    try {
      co_yield task;
    } catch (const std::runtime_error&) {
      caught = true;
    }
    world.check(caught, "it came here");
  }));
}

TEST(World, ATaskGivesItsResult) {
  EXPECT_FALSE(canonical([](World& world) -> Future<void> {
    auto seven = world.spawn("a", [](World& in) -> Future<int> {
      co_yield in.turn();
      co_return 7;
    });
    const int value = co_yield seven;
    world.check(value == 7, "seven");
  }));
}

TEST(World, ADaemonNeedNotEnd) {
  EXPECT_FALSE(canonical([](World& world) -> Future<void> {
    world.spawn_daemon("server", [](World&) -> Future<void> {
      const Future<void> never;
      co_yield never;
    });
    co_yield world.join();
  }));
}

TEST(World, WhatSpinsIsALivelock) {
  core::RunOptions options;
  options.phase_limit = 100;
  const auto violation = canonical(
      [](World& world) -> Future<void> {
        for (;;) co_yield world.turn();
      },
      options);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, rules::livelock);
}

TEST(World, SleepersOfOneTimeTakeTurnsInAnyOrder) {
  const auto sleeper = [](World& world, Shared<int> last, int me) -> Future<void> {
    co_yield world.sleep(tornado::Duration(1));
    co_yield last.write(me);
  };
  const WorldProgram program = [sleeper](World& world) {
    return [](World& in, auto task) -> Future<void> {
      Shared<int> last(in, "last");
      in.spawn("a", task, last, 1);
      in.spawn("b", task, last, 2);
      co_yield in.join();
      in.check(last.peek() == 2, "b is last");
      in.check(in.loop().time() == tornado::Time(tornado::Duration(1)), "it is one o'clock");
    }(world, sleeper);
  };
  EXPECT_THAT(over_all_schedules(program), ElementsAre("-", "check"));
}

TEST(World, AlwaysIsAskedAfterEveryStepAndEventuallyAtTheEnd) {
  const auto program = [](int wanted, bool always) {
    return WorldProgram([wanted, always](World& world) {
      return [](World& in, int value, bool at_all_times) -> Future<void> {
        Shared<int> x(in, "x");
        auto holds = [x, value] { return x.peek() == value; };
        at_all_times ? in.always("x stays", holds) : in.eventually("x comes", holds);
        co_yield x.write(1);
        co_yield x.write(0);
      }(world, wanted, always);
    });
  };
  EXPECT_EQ(canonical(program(0, true))->law, rules::always);
  EXPECT_FALSE(canonical(program(1, false)));
  EXPECT_EQ(canonical(program(2, false))->law, rules::eventually);
}

// What is local to a task is gone when the task has ended; others may still run.
TEST(World, APropertyMayUseWhatIsLocalToTheTaskThatStatesIt) {
  int asked = 0;
  int steps = 0;
  EXPECT_FALSE(canonical([&](World& world) -> Future<void> {
    std::vector<int> local(100, 1);
    world.spawn("other", [&](World& other) -> Future<void> {
      for (; steps < 10; ++steps) co_yield other.turn();
    });
    world.always("it is one", [&] { return ++asked != 0 && local[99] == 1; });
    world.eventually("it is one once", [&] { return local[99] == 1; });
    world.leads_to(
        "one is one", [&] { return local[0] == 1; }, [&] { return local[99] == 1; }, tornado::Duration(1));
    co_yield world.turn();
    co_yield world.turn();
  }));
  EXPECT_EQ(steps, 10);
  EXPECT_GT(asked, 0);
  EXPECT_LT(asked, 10);
}

TEST(World, TheFirstCheckThatFailsEndsTheRun) {
  const auto violation = canonical([](World& world) -> Future<void> {
    world.check(false, "first");
    world.check(false, "second");
    for (;;) co_yield world.turn();
  });
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->message, "first");
}

TEST(World, DataIsDrawnFromTheSameChoices) {
  std::set<std::int64_t> seen;
  core::OdometerSource odometer;
  core::Trace trace;
  do {
    violation_of(
        [&seen](World& world) {
          seen.insert(world.value(-1, 3));
          Future<void> done;
          done.set_result();
          return done;
        },
        odometer, trace);
  } while (odometer.next());
  EXPECT_THAT(seen, ElementsAre(-1, 0, 1, 2, 3));
}

TEST(World, TheAdversaryOrdersCallbacksToo) {
  const WorldProgram program = [](World& world) -> Future<void> {
    Shared<int> last(world, "last");
    for (const int me : {1, 2}) {
      world.spawn(
          "task",
          [](World&, Shared<int> x, int mine) -> Future<void> {
            co_yield tornado::moment;
            co_yield x.write(mine);
          },
          last, me);
    }
    co_yield world.join();
  };
  for (const core::SchedulingModel model :
       {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    core::RunOptions options;
    options.model = model;
    core::OdometerSource odometer;
    core::Trace trace;
    std::size_t schedules = 0;
    do {
      EXPECT_FALSE(violation_of(program, odometer, trace, options));
      ++schedules;
    } while (odometer.next());
    EXPECT_EQ(schedules, model == core::SchedulingModel::exact ? 2U : 6U);
  }
}

TEST(World, ARunAfterARunIsAsAFirstRun) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    core::Trace first;
    core::Trace second;
    for (core::Trace* trace : {&first, &second}) {
      core::SeededSource choices(seed);
      violation_of(counter, choices, *trace);
      if (trace == &first) canonical(fail);
    }
    EXPECT_EQ(properties::compare(first, second), std::nullopt);
  }
}

}  // namespace
}  // namespace windtunnel
