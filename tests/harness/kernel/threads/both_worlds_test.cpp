// A program that is linked with the kernel may still have tests that are coroutines: what they use of the
// real world is noticed as without it, though the functions are now the kernel's.
#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

TEST(BothWorlds, ACoroutineThatReadsTheRealClockIsNoticed) {
  const auto program = [](World& world) -> Future<void> {
    static_cast<void>(std::chrono::steady_clock::now());
    co_yield world.join();
  };
  EXPECT_THAT(quiet_words(program), HasSubstr("no-outside: main calls clock_gettime"));
}

TEST(BothWorlds, ACoroutineThatStartsAThreadIsNoticed) {
  const auto program = [](World& world) -> Future<void> {
    std::thread([] {}).join();
    co_yield world.join();
  };
  EXPECT_THAT(quiet_words(program), HasSubstr("no-outside: main calls pthread_create"));
}

TEST(BothWorlds, APlainProgramHasAClockAndThreadsOfItsOwn) {
  const auto program = [](World& world) {
    const auto begin = std::chrono::steady_clock::now();
    std::thread([] { std::this_thread::sleep_for(std::chrono::hours(1)); }).join();
    world.check(std::chrono::steady_clock::now() - begin == std::chrono::hours(1), "an hour has passed");
  };
  EXPECT_EQ(quiet_words(WorldProgram(program)), "-");
}

}  // namespace
}  // namespace windtunnel
