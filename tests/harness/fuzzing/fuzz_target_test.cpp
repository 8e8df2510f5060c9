// A test in a World as a fuzz target: what the bytes find is told, kept and replayed; a correct twin is
// silent.
#include "harness/fuzzing/fuzz_target.hpp"

#include <csignal>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/fuzzing/crash_teller.hpp"
#include "harness/fuzzing/world_target.hpp"
#include "harness/subjects/world/data/generators.hpp"
#include "harness/subjects/world/shared.hpp"

namespace windtunnel::fuzz {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Future<void> spend(World& world, Shared<int> purse, bool atomically) {
  const int amount = world.draw(data::integers(1, 100), "amount");
  const int before = co_await purse.read();
  if (before < amount) co_return;
  if (atomically) {
    co_await purse.compare_exchange(before, before - amount);
  } else {
    co_await purse.add(-amount);
  }
}

Future<void> spend_twice(World& world, bool atomically) {
  const Shared<int> purse(world, "purse", 100);
  world.spawn("alice", spend, purse, atomically);
  world.spawn("bob", spend, purse, atomically);
  co_await world.join();
  world.check(purse.peek() >= 0, "the purse is not overdrawn");
}

Future<void> overdrawn(World& world) {
  return spend_twice(world, false);
}
Future<void> never_overdrawn(World& world) {
  return spend_twice(world, true);
}

using Target = void(std::span<const std::uint8_t>);

// What a fuzzer does, in a process of its own, without its feedback.
engine::ProcessExit fuzz(Target target) {
  return engine::work_isolated(
      [target] {
        core::Random random(1);
        for (int left = 20'000; left > 0; --left) {
          std::vector<std::uint8_t> input(random.below(40));
          for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(random.below(256));
          target(input);
        }
      },
      engine::ChildLimits{std::chrono::seconds(60)});
}

}  // namespace
}  // namespace windtunnel::fuzz

WINDTUNNEL_FUZZ(windtunnel::fuzz::overdrawn)

namespace windtunnel::fuzz {
namespace {

void fuzz_planted_bug(std::span<const std::uint8_t> input) {
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

void fuzz_correct_twin(std::span<const std::uint8_t> input) {
  static const WorldSubject subject(never_overdrawn, "never_overdrawn");
  static FuzzTarget target(subject.subject(), core::SchedulingModel::adversarial);
  target.run(input);
}

class FuzzTargets : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = ::testing::TempDir() + "windtunnel-fuzz-" + std::to_string(getpid());
    setenv("WINDTUNNEL_FINDINGS", folder.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("WINDTUNNEL_FINDINGS");
    unsetenv("WINDTUNNEL_REPLAY");
  }
};

TEST_F(FuzzTargets, AViolationIsToldAndShrunkAndReplayedAndAborts) {
  const engine::ProcessExit found = fuzz(fuzz_planted_bug);
  EXPECT_EQ(found.number, SIGABRT) << "as a fuzzer expects it";
  EXPECT_THAT(found.standard_error, HasSubstr("the purse is not overdrawn"));
  EXPECT_THAT(found.standard_error, HasSubstr("draws amount = "));
  EXPECT_THAT(found.standard_error, HasSubstr("\ntime (s)")) << "the story of the finding";
  const std::size_t at = found.standard_error.find("replay      WINDTUNNEL_REPLAY=");
  ASSERT_NE(at, std::string::npos) << found.standard_error;
  const std::size_t begin = found.standard_error.find('=', at) + 1;
  const std::string path = found.standard_error.substr(begin, found.standard_error.find(' ', begin) - begin);
  setenv("WINDTUNNEL_REPLAY", path.c_str(), 1);
  const engine::ProcessExit again = fuzz(fuzz_planted_bug);
  EXPECT_EQ(again.number, 1);
  EXPECT_THAT(again.standard_error, HasSubstr("reproduced"));
  const engine::ProcessExit other = fuzz(fuzz_correct_twin);
  EXPECT_EQ(other.number, 2);
  EXPECT_THAT(other.standard_error,
              HasSubstr("is a finding of `windtunnel-fuzz-overdrawn`, not of `never_overdrawn`"));
}

Future<void> dies_late(World& world) {
  const std::uint32_t amount = world.choose(4, "amount");
  if (amount == 2) std::abort();
  co_return;
}

void fuzz_dying(std::span<const std::uint8_t> input) {
  static const WorldSubject subject(dies_late, "dies_late");
  static FuzzTarget target(subject.subject());
  target.run(input);
}

// What the process of a fuzzer says that was started to tell of an input.
engine::ProcessExit told_of(std::uint8_t byte) {
  return engine::work_isolated(
      [byte] {
        setenv(telling_variable, std::to_string(dup(STDERR_FILENO)).c_str(), 1);
        fuzz_dying({&byte, 1});
      },
      engine::ChildLimits{std::chrono::seconds(60)});
}

TEST_F(FuzzTargets, ARunThatTakesItsProcessDownIsToldLikeAnyOther) {
  unsigned told = 0;
  for (std::uint8_t byte = 0; byte < 4; ++byte) {
    const engine::ProcessExit exit = told_of(byte);
    if (exit.reason == engine::ExitReason::returned) continue;
    ++told;
    EXPECT_EQ(exit.number, 97) << exit.standard_error;
    EXPECT_THAT(exit.standard_error, HasSubstr("broken      no-crash: "));
    EXPECT_THAT(exit.standard_error, HasSubstr("\nreplay      WINDTUNNEL_REPLAY="));
  }
  EXPECT_EQ(told, 1U) << "one of four answers takes the process down";
}

TEST_F(FuzzTargets, ACorrectProgramRunsOnEveryInput) {
  const engine::ProcessExit exit = fuzz(fuzz_correct_twin);
  EXPECT_EQ(exit.reason, engine::ExitReason::returned) << exit.standard_error;
}

TEST_F(FuzzTargets, AReplayOfAFileThatCannotBeReadSaysSo) {
  setenv("WINDTUNNEL_REPLAY", "/there/is/none.finding", 1);
  const engine::ProcessExit exit = fuzz(fuzz_correct_twin);
  EXPECT_EQ(exit.number, 2);
  EXPECT_THAT(exit.standard_error, HasSubstr("/there/is/none.finding"));
}

}  // namespace
}  // namespace windtunnel::fuzz
