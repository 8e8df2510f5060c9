// Abandoned tasks: at each wait once, in each way; what the program must keep then, and what it may not do.
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/answer.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/world/answer_words.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/each_wait.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

Future<int> inner(World& world, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield world.sleep(Duration(1));
  co_return value;
}

Future<void> outer(World& world, Shared<int> x) {
  co_yield world.turn();
  const Future<int> waiting = inner(world, x);
  const int value = co_yield waiting;
  co_yield tornado::moment;
  co_yield x.write(value + 1);
}

Future<void> alone(World& world) {
  const Shared<int> x(world, "x");
  world.spawn_abandonable("alice", Abandon::destroy, outer, x);
  co_yield world.join();
}

TEST(Abandonment, EachWaitIsAskedOnceAndEachRunEndsAtOne) {
  for (const auto model :
       {core::SchedulingModel::realistic, core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    const AbandonedRuns outcome = each_wait(alone, model);
    // turn, read, the sleep, the hop after the inner coroutine has ended, moment, write.
    EXPECT_EQ(outcome.waits, 6U) << core::name_of(model);
    for (const std::string& words : outcome.broken) EXPECT_EQ(words, "-") << core::name_of(model);
  }
  const AbandonedRuns outcome = each_wait(alone);
  ASSERT_EQ(outcome.notes.size(), 6U);
  EXPECT_THAT(outcome.notes[1],
              ::testing::MatchesRegex("0\\.?[0-9]* alice is abandoned where it waits at "
                                      "abandonment_test\\.cpp:[0-9]+: its coroutine is destroyed"));
}

// What a coroutine owns goes with it: locks are passed on, waits are forgotten.
Future<void> locks(World& world, Mutex first, Mutex second) {
  auto one = co_yield first.lock();
  co_yield world.turn();
  auto two = co_yield second.lock();
  co_yield world.turn();
}

TEST(Abandonment, ADestroyedTaskReleasesItsLocksAndWaitsForNone) {
  const AbandonedRuns outcome = each_wait([](World& world) -> Future<void> {
    const Mutex first(world, "first");
    const Mutex second(world, "second");
    for (const char* name : {"alice", "bob", "carol"})
      world.spawn_abandonable(name, Abandon::destroy, locks, first, second);
    co_yield world.join();
    world.check(!first.locked() && !second.locked(), "the locks are free at the end");
  });
  EXPECT_EQ(outcome.waits, 12U);
  for (std::size_t at = 0; at < outcome.broken.size(); ++at)
    EXPECT_EQ(outcome.broken[at], "-") << outcome.notes[at];
}

// A coroutine that refers to what belongs to its caller goes before it.
struct Pool {
  explicit Pool(bool& right_in) : right(right_in) {}
  ~Pool() { right = right && leases == 0; }
  bool& right;
  int leases = 0;
};

struct Lease {
  explicit Lease(Pool& pool_in) : pool(pool_in) { ++pool.leases; }
  ~Lease() { --pool.leases; }
  Pool& pool;
};

Future<void> uses(World& world, Pool& pool) {
  const Lease lease(pool);
  co_yield world.turn();
}

Future<void> owns(World& world, bool* right) {
  co_yield world.turn();
  Pool pool(*right);
  const Future<void> once = uses(world, pool);
  co_yield once;
  const std::vector<Future<void>> both{uses(world, pool), uses(world, pool)};
  co_yield both;
}

TEST(Abandonment, CoroutinesAreDestroyedBeforeTheirCallers) {
  bool right = true;
  const AbandonedRuns outcome = each_wait([&right](World& world) {
    return [](World& in, bool* flag) -> Future<void> {
      in.spawn_abandonable("alice", Abandon::destroy, owns, flag);
      co_yield in.join();
      in.check(*flag, "no lease outlives its pool");
    }(world, &right);
  });
  EXPECT_GE(outcome.waits, 4U);
  for (std::size_t at = 0; at < outcome.broken.size(); ++at)
    EXPECT_EQ(outcome.broken[at], "-") << outcome.notes[at];
}

Future<int> fetch(World& world) {
  co_yield world.sleep(Duration(1));
  co_return 7;
}

TEST(Abandonment, TheFutureOfADestroyedTaskFailsAndNobodyNeedLook) {
  const AbandonedRuns outcome = each_wait([](World& world) -> Future<void> {
    const auto task = world.spawn_abandonable("alice", Abandon::destroy, fetch);
    std::string what;
    try {
      const int value = co_yield task;
      what = std::to_string(value);
    } catch (const Abandoned& abandoned) {
      what = abandoned.what();
    }
    world.log("it gives " + what);
    world.check(what == "7", what);
    co_yield world.join();
  });
  EXPECT_THAT(outcome.broken, ElementsAre("check: the task was abandoned while it waited"));
}

TEST(Abandonment, ACallerWhoseTimeIsOverGetsATimeoutAndTheCallGoesOn) {
  bool went_on = true;
  const AbandonedRuns outcome = each_wait([&went_on](World& world) {
    return [](World& in, bool* flag) -> Future<void> {
      *flag = false;
      const auto late = [](World& task, bool* raised) -> Future<int> {
        co_yield task.sleep(Duration(1));
        *raised = true;
        throw std::runtime_error("late");
      };
      const auto task = in.spawn_abandonable("get", Abandon::time_out, late, flag);
      std::string what = "nothing";
      try {
        co_yield task;
      } catch (const tornado::TimeoutError&) {
        what = "timeout";
      } catch (const std::runtime_error&) {
        what = "late";
      }
      co_yield in.join();
      in.check(what == "late", what);
    }(world, &went_on);
  });
  EXPECT_TRUE(went_on);
  EXPECT_THAT(outcome.broken, ElementsAre("check: timeout"));
  EXPECT_THAT(outcome.notes, ElementsAre(HasSubstr(": its caller's time is over")));
}

TEST(Abandonment, ATaskThatClosesNoConnectionIsAMistake) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.spawn_abandonable("alice", Abandon::close, fetch);
              co_yield world.join();
            }),
            "check: alice is abandoned by closing its connections, but names none: call "
            "world.closes_if_abandoned(stream) in it");
}

TEST(Abandonment, TasksOfOneNameHaveDifferentSites) {
  std::map<std::string, int> sites;
  struct Sites final : tornado::ChoiceSource {
    explicit Sites(std::map<std::string, int>& seen_in) : seen(&seen_in) {}
    std::uint32_t choose(const tornado::ChoicePoint& point) override {
      if (point.kind == tornado::ChoiceKind::fault) ++(*seen)[std::string(point.site)];
      return 0;
    }
    std::map<std::string, int>* seen;
  } choices(sites);
  const WorldSubject subject([](World& world) -> Future<void> {
    world.spawn_abandonable("alice", Abandon::destroy, fetch);
    world.spawn_abandonable("alice", Abandon::destroy, fetch);
    co_yield world.join();
  });
  core::Trace trace;
  properties::NoJudge nothing;
  EXPECT_FALSE(properties::run_and_judge(subject.subject(), choices, {}, nothing, trace));
  EXPECT_EQ(sites, (std::map<std::string, int>{{"abandon/alice/wait", 1}, {"abandon/alice#2/wait", 1}}));
  EXPECT_EQ(in_words(core::Answer{tornado::ChoiceKind::fault, "abandon/alice#2/wait", 3, 1}),
            "alice#2 is abandoned at its third wait");
}

// Each kind of wait is safe to leave: what would end it does nothing.
TEST(Abandonment, WhatADestroyedTaskWaitedForMayStillHappen) {
  const auto waits_for = [](World& world, const Future<void>& future,
                            std::shared_ptr<int> after) -> Future<void> {
    co_yield future;
    ++*after;
    co_yield tornado::moment;
    ++*after;
    co_yield world.sleep(Duration(1));
    ++*after;
    const std::vector<Future<void>> both{future, tornado::sleep(Duration(1))};
    co_yield both;
    ++*after;
  };
  const AbandonedRuns outcome = each_wait([waits_for](World& world) {
    return [](World& in, auto waits) -> Future<void> {
      const Future<void> future;
      const auto after = std::make_shared<int>(0);
      in.spawn_abandonable("alice", Abandon::destroy, waits, future, after);
      in.spawn(
          "setter",
          [](World& task, const Future<void>& to_set) -> Future<void> {
            co_yield task.sleep(Duration(3));
            to_set.set_result();
          },
          future);
      co_yield in.join();
      in.log("after " + std::to_string(*after));
    }(world, waits_for);
  });
  EXPECT_EQ(outcome.waits, 4U);
  for (const std::string& words : outcome.broken) EXPECT_EQ(words, "-");
}

}  // namespace
}  // namespace windtunnel
