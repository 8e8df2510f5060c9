#include "harness/testing/testing.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "tests/harness/engine/deadly.hpp"

namespace windtunnel {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using tornado::Future;

Future<void> add_one(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> racing_counter(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

Future<void> atomic_counter(World& world) {
  Shared<int> x(world, "x");
  for (int times = 0; times < 2; ++times) {
    world.spawn("a", [](World&, Shared<int> mine) -> Future<void> { co_yield mine.add(1); }, x);
  }
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

Budget in_folder() {
  Budget budget;
  // Tests run beside one another.
  budget.findings = fmt::format("{}windtunnel-holds-{}", ::testing::TempDir(), getpid());
  return budget;
}

TEST(Holds, AProgramWithoutARacePasses) {
  EXPECT_HOLDS(atomic_counter);
  EXPECT_HOLDS(atomic_counter, in_folder());
}

TEST(Holds, ARaceFailsTheTestWithWords) {
  EXPECT_NONFATAL_FAILURE(EXPECT_HOLDS(racing_counter, in_folder()), "both additions count");
}

TEST(Holds, TheFindingReplays) {
  const Held held = search_for_violation("racing_counter", racing_counter, in_folder());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, ContainsRegex("schedule [0-9]+ breaks check: both additions count\n"));
  EXPECT_THAT(held.words, ContainsRegex("time .s.   main +a +b\n"));
  EXPECT_THAT(held.words, ContainsRegex("\n0  +reads x: 0  testing_test.cpp:[0-9]+\n"));
  EXPECT_THAT(held.words, ContainsRegex("\n0  +writes x: 1  testing_test.cpp:[0-9]+\n"));
  EXPECT_THAT(held.words, ContainsRegex("\n0  +breaks check  testing_test.cpp:[0-9]+\n"));
  const std::size_t at = held.words.find("WINDTUNNEL_REPLAY=");
  ASSERT_NE(at, std::string::npos);
  const std::string path = held.words.substr(at + 18, held.words.find(' ', at) - at - 18);
  const findings::Finding finding = findings::read_finding(path);
  EXPECT_EQ(finding.law, rules::check);
  EXPECT_EQ(finding.subject, "racing_counter");
  ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", path.c_str(), 1), 0);
  const Held again = search_for_violation("racing_counter", racing_counter, in_folder());
  const Held other = search_for_violation("atomic_counter", atomic_counter, in_folder());
  ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
  EXPECT_FALSE(again.holds);
  EXPECT_EQ(again.schedules, 1U);
  EXPECT_TRUE(other.holds);
  EXPECT_THAT(other.certificate, HasSubstr("complete"))
      << "the finding is another program's, so it was searched";
}

// It breaks its rule in few schedules, and crashes in simpler ones.
Future<void> trap(World& world) {
  co_yield world.turn();
  const std::uint32_t drawn = world.choose(8);
  if (drawn == 0) co_return;
  if (drawn < 5) engine::abort_here();
  world.check(drawn != 7, "seven");
}

TEST(Holds, WhatWasFoundIsKeptWhereShrinkingCrashes) {
  Budget budget = in_folder();
  std::filesystem::remove_all(budget.findings);
  std::optional<Held> held;
  for (budget.seed = 1; budget.seed < 50; ++budget.seed) {
    held = search_for_violation("trap", trap, budget);
    if (held->words.find("breaks check") != std::string::npos) break;
  }
  ASSERT_TRUE(held);
  EXPECT_THAT(held->words, HasSubstr("seven"));
  EXPECT_THAT(held->words, HasSubstr("shrinking was given up"));
  EXPECT_THAT(held->words, HasSubstr("WINDTUNNEL_REPLAY="));
}

TEST(Holds, AFindingThatCannotBeWrittenIsStillTold) {
  Budget budget;
  budget.findings = "/dev/null/findings";
  const Held held = search_for_violation("racing_counter", racing_counter, budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("both additions count"));
  EXPECT_THAT(held.words, HasSubstr("not written /dev/null/findings: found "));
}

Future<void> crash_sometimes(World& world) {
  co_yield world.turn();
  if (world.choose(8) == 5) engine::abort_here();
}

TEST(Holds, AProgramThatCrashesFailsTheTestAndNotItsProcess) {
  const Held held = search_for_violation("crash_sometimes", crash_sometimes, in_folder());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("breaks no-crash: "));
  EXPECT_THAT(held.words, HasSubstr("SIGABRT"));
  EXPECT_THAT(held.words, HasSubstr("the last steps:\n"));
  EXPECT_THAT(held.words, ContainsRegex("    step [0-9]+: main goes on .testing_test.cpp:[0-9]+.\n"));
#if __has_include(<execinfo.h>)
  EXPECT_THAT(held.words, HasSubstr("the stack:\n"));
#endif
}

// What a replay of the finding that a search left gives.
Held replay_of(const Held& found, std::string_view name, const WorldProgram& program) {
  const std::size_t at = found.words.find("WINDTUNNEL_REPLAY=");
  if (at == std::string::npos) return {};
  const std::string path = found.words.substr(at + 18, found.words.find(' ', at) - at - 18);
  setenv("WINDTUNNEL_REPLAY", path.c_str(), 1);
  Held held = search_for_violation(name, program, in_folder());
  unsetenv("WINDTUNNEL_REPLAY");
  return held;
}

// What follows `--windtunnel_replay=` in the words of a failure.
std::string replay_string(const Held& found) {
  constexpr std::string_view option = "--windtunnel_replay=";
  const std::size_t at = found.words.find(option);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + option.size();
  return found.words.substr(begin, found.words.find('\n', at) - begin);
}

TEST(Holds, TheReplayStringReplaysWithoutAFile) {
  Budget nowhere = in_folder();
  nowhere.findings = "/dev/null/findings";
  for (const auto& [name, program] :
       {std::pair("racing_counter", &racing_counter), std::pair("crash_sometimes", &crash_sometimes)}) {
    const Held held = search_for_violation(name, program, nowhere);
    ASSERT_FALSE(held.holds);
    const std::string text = replay_string(held);
    ASSERT_NE(text, "") << held.words;
    EXPECT_LE(text.size(), 180U);
    ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", text.c_str(), 1), 0);
    const Held again = search_for_violation(name, program, nowhere);
    const Held other = search_for_violation("atomic_counter", atomic_counter, nowhere);
    ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
    EXPECT_FALSE(again.holds);
    EXPECT_EQ(again.schedules, 1U);
    EXPECT_THAT(again.words, HasSubstr("reproduced"));
    EXPECT_TRUE(other.holds) << "a string of another test";
  }
}

int runs_here = 0;

Future<void> counted_counter(World& world) {
  ++runs_here;
  return racing_counter(world);
}

// A breakpoint hits in the only run. The test is its own debugger: it traces a child of its own.
TEST(Holds, AReplayUnderADebuggerRunsOnceInThisProcess) {
  const std::string text = replay_string(search_for_violation("counted", counted_counter, in_folder()));
  ASSERT_NE(text, "");
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    setenv("WINDTUNNEL_REPLAY", text.c_str(), 1);
    runs_here = 0;
    const bool holds = search_for_violation("counted", counted_counter, in_folder()).holds;
    _exit(holds ? 100 : runs_here);
  }
  int status = 0;
  while (waitpid(child, &status, 0) == child && !WIFEXITED(status)) {
    ASSERT_TRUE(WIFSTOPPED(status));
    ptrace(PTRACE_CONT, child, nullptr, nullptr);
  }
  EXPECT_EQ(WEXITSTATUS(status), 1) << "the number of runs; 100 if it did not fail";
}

// The steps take their choices before the value that matters, and shrink to no constraint.
Future<void> choice_behind_steps(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(world.choose(3) != 2, "it is never two");
}

TEST(Holds, AChoiceBehindStepsReplays) {
  for (const core::SchedulingModel model : core::all_models) {
    Budget budget = in_folder();
    budget.model = model;
    const Held held = search_for_violation("choice_behind_steps", choice_behind_steps, budget);
    ASSERT_FALSE(held.holds);
    EXPECT_THAT(held.words, Not(HasSubstr("NOT REPRODUCIBLE")));
    const Held again = replay_of(held, "choice_behind_steps", choice_behind_steps);
    EXPECT_FALSE(again.holds);
    EXPECT_THAT(again.words, HasSubstr("reproduced: the same law breaks in the same way"));
  }
}

Future<void> mended_counter(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(x.peek() >= 1, "an addition counts");
}

TEST(Holds, AFindingThatDoesNotFailAnyMoreIsGreen) {
  const Held held = search_for_violation("racing_counter", racing_counter, in_folder());
  ::testing::internal::CaptureStderr();
  const Held again = replay_of(held, "racing_counter", mended_counter);
  EXPECT_TRUE(again.holds);
  EXPECT_EQ(again.schedules, 1U);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("does not fail any more"));
}

Future<void> wider_choice(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(world.choose(5) != 4, "it is never four");
}

TEST(Holds, AReplayThatDivergesIsNotGreen) {
  const Held drawn = search_for_violation("choice_behind_steps", choice_behind_steps, in_folder());
  const Held wider = replay_of(drawn, "choice_behind_steps", wider_choice);
  EXPECT_FALSE(wider.holds);
  EXPECT_THAT(wider.words, HasSubstr("the replay says nothing, since it is another run: "));
  EXPECT_THAT(wider.words,
              HasSubstr("`answer value world/choose#1 with 2/3`, but the run has 5 options there"));
  const Held fewer = replay_of(drawn, "choice_behind_steps", mended_counter);
  EXPECT_FALSE(fewer.holds);
  EXPECT_THAT(fewer.words,
              HasSubstr("`answer value world/choose#1 with 2/3`, but the run does not ask for that"));
}

Future<void> other_rule(World& world) {
  world.always("never", [] { return false; });
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
}

TEST(Holds, AReplayThatBreaksAnotherRuleIsNotGreen) {
  const Held held = search_for_violation("racing_counter", racing_counter, in_folder());
  const Held again = replay_of(held, "racing_counter", other_rule);
  EXPECT_FALSE(again.holds);
  EXPECT_THAT(again.words, HasSubstr("check does not break any more, but always does: never"));
}

TEST(Holds, AFindingOfAnotherTestSaysSo) {
  const Held held = search_for_violation("racing_counter", racing_counter, in_folder());
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(replay_of(held, "atomic_counter", atomic_counter).holds);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              HasSubstr("is a finding of `racing_counter`, not of `atomic_counter`"));
}

TEST(Holds, ProgramsWhoseTextsBeginAlikeHaveFindingsOfTheirOwn) {
  const std::string text(80, 'x');
  const Held held = search_for_violation(text + "a", racing_counter, in_folder());
  EXPECT_FALSE(replay_of(held, text + "a", atomic_counter).words.empty());
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(replay_of(held, text + "b", atomic_counter).holds);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("is a finding of `xxx"));
}

// The run differs when it is repeated, by what it remembers, the clock, chance or an address.

Future<void> remembers(World& world) {
  static int runs = 0;
  Shared<int> x(world, "x");
  if (++runs % 2 == 0) co_yield x.read();
  co_yield x.write(1);
}

Future<void> reads_the_clock(World& world) {
  co_yield world.turn();
  world.log(fmt::format("{}", std::chrono::steady_clock::now().time_since_epoch().count()));
}

Future<void> asks_rand(World& world) {
  co_yield world.turn();
  world.log(fmt::format("{}", std::rand()));
}

Future<void> uses_an_address(World& world) {
  co_yield world.turn();
  const auto made = std::make_unique<std::array<char, 40>>();
  world.log(fmt::format("{}", reinterpret_cast<std::uintptr_t>(made.get())));
}

TEST(Holds, AProgramThatDiffersWhenItIsRepeatedIsNamed) {
  for (const auto& [name, program] : {std::pair("clock", &reads_the_clock), std::pair("rand", &asks_rand),
                                      std::pair("address", &uses_an_address)}) {
    const Held held = search_for_violation(name, program, in_folder());
    EXPECT_FALSE(held.holds) << name;
    EXPECT_THAT(held.words, HasSubstr("breaks deterministic: ")) << name;
    EXPECT_THAT(held.words, ContainsRegex("two runs of the same schedule differ first at line [23]: `0 "))
        << name;
    // Where the call is known that makes the difference, it is named.
    const bool is_watched = name != std::string_view("address");
    EXPECT_EQ(held.words.find("the first run breaks no-outside: main ") != std::string::npos, is_watched)
        << held.words;
  }
  const Held held = search_for_violation("remembers", remembers, in_folder());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, ContainsRegex("two runs of the same schedule differ first at step 1: `main "
                                        "writes x .testing_test.cpp:[0-9]+.`, then `main reads x"));
}

// It fails once, and so does not fail again.
Future<void> the_hundredth(World& world) {
  static int runs = 0;
  Shared<int> x(world, "x");
  world.spawn("a", add_one, x);
  world.spawn("b", add_one, x);
  co_yield world.join();
  world.check(++runs != 100, "not the hundredth");
}

TEST(Holds, WhatDoesNotFailAgainIsNotReproducible) {
  Budget budget = in_folder();
  budget.strategy = "random";
  const Held held = search_for_violation("the_hundredth", the_hundredth, budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("NOT REPRODUCIBLE"));
  EXPECT_THAT(held.words,
              HasSubstr("the runs differ first at line 1: `0 check is broken: not the hundredth`, "
                        "then nothing"));
  EXPECT_THAT(held.words, HasSubstr("the run as it was found:\n    step 1: "));
  EXPECT_THAT(held.words, HasSubstr("the run in a fresh process:\n    step 1: "));
  EXPECT_THAT(held.words, HasSubstr("not the hundredth"));
}

}  // namespace
}  // namespace windtunnel
