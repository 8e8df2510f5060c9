#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <initializer_list>
#include <regex>
#include <string>
#include <string_view>

#include "harness/core/log_source.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/properties/livelock_judge.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Future;

// Takes what it needs only if the other has not begun; gives way otherwise, as the other does.
Future<void> give_way(World& world, Shared<int> mine, Shared<int> other) {
  for (;;) {
    co_yield mine.write(1);
    const int busy = co_yield other.read();
    if (busy == 0) break;
    co_yield mine.write(0);
    co_yield world.turn();
  }
  co_yield mine.write(0);
}

Future<void> too_polite(World& world) {
  const Shared<int> a(world, "a");
  const Shared<int> b(world, "b");
  world.spawn("a", give_way, a, b);
  world.spawn("b", give_way, b, a);
  co_yield world.join();
}

Future<void> spin_until(World&, Shared<int> flag, int wanted) {
  for (;;) {
    const int value = co_yield flag.read();
    if (value == wanted) break;
  }
}

Future<void> set_to(World&, Shared<int> flag, int value) {
  co_yield flag.write(value);
}

Future<void> nobody_sets_it(World& world) {
  const Shared<int> flag(world, "flag");
  world.spawn("spin", spin_until, flag, 1);
  co_yield world.join();
}

// Only if the second writer comes last does the flag stay what nobody waits for.
Future<void> set_over(World& world) {
  const Shared<int> flag(world, "flag");
  world.spawn("two", set_to, flag, 2);
  world.spawn("one", set_to, flag, 1);
  world.spawn("spin", spin_until, flag, 1);
  co_yield world.join();
}

Future<void> somebody_sets_it(World& world) {
  const Shared<int> flag(world, "flag");
  world.spawn("spin", spin_until, flag, 1);
  world.spawn("set", set_to, flag, 1);
  co_yield world.join();
}

Future<void> add_by_exchange(World&, Shared<int> sum) {
  for (;;) {
    const int before = co_yield sum.read();
    const bool done = co_yield sum.compare_exchange(before, before + 1);
    if (done) break;
  }
}

Future<void> retried(World& world) {
  const Shared<int> sum(world, "sum");
  for (int left = 3; left > 0; --left) world.spawn("add", add_by_exchange, sum);
  co_yield world.join();
}

Future<void> take_turns(World&, Shared<int> turn, int mine, int next) {
  for (int round = 0; round < 5; ++round) {
    for (;;) {
      const int now = co_yield turn.read();
      if (now == mine) break;
    }
    co_yield turn.write(next);
  }
}

Future<void> in_turn(World& world) {
  const Shared<int> turn(world, "turn");
  world.spawn("ping", take_turns, turn, 0, 1);
  world.spawn("pong", take_turns, turn, 1, 0);
  co_yield world.join();
}

// Takes the lock again and again, for one step each.
Future<void> hog(World& world, Mutex mutex, Shared<int> stop) {
  for (;;) {
    const auto guard = co_yield mutex.lock();
    const int over = co_yield stop.read();
    if (over != 0) break;
    co_yield world.turn();
  }
}

// Waits for an event that only who starves would set.
Future<void> set_when_locked(World&, Mutex mutex, Shared<int> stop) {
  const auto guard = co_yield mutex.lock();
  co_yield stop.write(1);
}

// The holder waits for the flag, with the lock that the other needs for setting it.
Future<void> spin_with_lock(World& world, Mutex mutex, Shared<int> flag) {
  const auto guard = co_yield mutex.lock();
  co_yield spin_until(world, flag, 1);
}

// One who spins with the lock, and others who wait for it.
void begin_waiting_for_lock(World& world, std::initializer_list<std::string_view> waiting) {
  const Mutex mutex(world, "mutex");
  const Shared<int> flag(world, "flag");
  world.spawn("spin", spin_with_lock, mutex, flag);
  for (const std::string_view name : waiting) world.spawn(name, set_when_locked, mutex, flag);
}

Future<void> lock_never_given(World& world) {
  begin_waiting_for_lock(world, {"set"});
  co_yield world.join();
}

Future<void> lock_given_to_neither(World& world) {
  begin_waiting_for_lock(world, {"first", "second"});
  co_yield world.join();
}

// Two who hand a turn to each other, and one who waits for a signal that never comes.
Future<void> wait_for_signal(World&, Future<void> signal) {
  co_yield signal;
}

Future<void> take_turns_for_ever(World&, Shared<int> turn, int mine, int next) {
  for (;;) {
    const int now = co_yield turn.read();
    if (now == mine) co_yield turn.write(next);
  }
}

Future<void> signal_never_given(World& world) {
  const Shared<int> turn(world, "turn");
  const Future<void> signal;
  world.spawn("ping", take_turns_for_ever, turn, 0, 1);
  world.spawn("pong", take_turns_for_ever, turn, 1, 0);
  world.spawn("waiter", wait_for_signal, signal);
  co_yield world.join();
}

Future<void> lock_in_turn(World& world) {
  const Mutex mutex(world, "mutex");
  const Shared<int> stop(world, "stop");
  world.spawn("hog", hog, mutex, stop);
  world.spawn("set", set_when_locked, mutex, stop);
  co_yield world.join();
}

struct Row {
  const char* name;
  Future<void> (*program)(World&);
  bool livelock;
};

constexpr Row rows[] = {
    {"both give way for ever", too_polite, true},   {"nobody sets it", nobody_sets_it, true},
    {"set over by another", set_over, true},        {"somebody sets it", somebody_sets_it, false},
    {"exchanges that are retried", retried, false}, {"tasks in turn", in_turn, false},
};

struct StarvationRow {
  const char* name;
  Future<void> (*program)(World&);
  const char* starving;  // how the words end, or null
};

constexpr StarvationRow starvation_rows[] = {
    {"the lock is never given", lock_never_given,
     "; these go on: spin; these starve: set; set waits for mutex, which spin has"},
    {"the signal is never given", signal_never_given, "; these go on: ping, pong; these starve: waiter"},
    {"two wait for the lock", lock_given_to_neither,
     "; these go on: spin; these starve: first, second; first waits for mutex, which spin has; second waits "
     "for mutex, which "
     "spin has"},
    {"all go on", too_polite, nullptr},
    {"the only one goes on", nobody_sets_it, nullptr},
    {"a fair lock", lock_in_turn, nullptr},
};

std::optional<engine::SearchFailure> search_for_livelock(Future<void> (*program)(World&)) {
  const WorldSubject subject{WorldProgram(program)};
  core::Case one = case_of(subject.subject());
  one.phase_limit = livelock_phase_limit;
  LivelockJudge judge;
  engine::SearchOptions options;
  options.strategy = "fair";
  options.runs = 200;
  return search(one, judge, options).failure;
}

TEST(Starvation, IsSaidOfWhoDoesNotGetOnWhileOthersDo) {
  for (const StarvationRow& row : starvation_rows) {
    const std::optional<engine::SearchFailure> found = search_for_livelock(row.program);
    if (row.starving == nullptr) {
      EXPECT_THAT(found ? found->violation.message : "", testing::Not(testing::HasSubstr("starve")))
          << row.name;
    } else {
      ASSERT_TRUE(found) << row.name;
      const std::string& message = found->violation.message;
      const std::string words = std::regex_replace(message, std::regex(" at livelock_test\\.cpp:[0-9]+"), "");
      EXPECT_THAT(words, testing::EndsWith(row.starving)) << row.name;
      EXPECT_NE(words, message) << "it says where they wait: " << row.name;
    }
  }
}

TEST(Livelock, IsWhatFairSchedulingDoesNotEnd) {
  for (const Row& row : rows) {
    std::optional<engine::SearchFailure> found = search_for_livelock(row.program);
    EXPECT_EQ(found.has_value(), row.livelock) << row.name;
    if (!found) continue;
    EXPECT_EQ(found->violation.law, rules::livelock);
    // The prefix is all that a replay needs.
    const WorldSubject subject{WorldProgram(row.program)};
    found->subject = subject.subject();
    found->schedule = trimmed(found->schedule.choices);
    core::Trace trace;
    LivelockJudge judge;
    EXPECT_TRUE(run(*found, judge, trace)) << row.name;
  }
}

}  // namespace
}  // namespace windtunnel::properties
