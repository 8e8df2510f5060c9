// Calls that reach the real world from inside of a run are named, with what called them.
#include "harness/testing/outside_calls.hpp"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

#include "harness/core/trace.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

std::string words_of(void (*use)()) {
  EXPECT_TRUE(watches_outside_calls());
  return quiet_words([use](World& world) {
    return [](World& in, void (*called)()) -> Future<void> {
      co_yield in.turn();
      called();
      co_yield in.join();
    }(world, use);
  });
}

TEST(OutsideCalls, AClockIsNamed) {
  EXPECT_THAT(
      words_of([] { static_cast<void>(std::chrono::steady_clock::now()); }),
      MatchesRegex(
          "no-outside: main calls clock_gettime, which a schedule cannot repeat; its last wait before "
          "that is at outside_calls_test\\.cpp:[0-9]+(\n(.|\n)*)?"));
  EXPECT_THAT(words_of([] { static_cast<void>(std::chrono::system_clock::now()); }),
              HasSubstr("clock_gettime"));
  EXPECT_THAT(words_of([] { static_cast<void>(std::time(nullptr)); }), HasSubstr("main calls time,"));
  EXPECT_THAT(words_of([] { static_cast<void>(std::clock()); }), HasSubstr("main calls clock,"));
  EXPECT_THAT(words_of([] {
                timeval now{};
                gettimeofday(&now, nullptr);
              }),
              HasSubstr("main calls gettimeofday,"));
}

TEST(OutsideCalls, ASleepAThreadAndASocketAreNamed) {
  EXPECT_THAT(words_of([] { std::this_thread::sleep_for(std::chrono::microseconds(1)); }),
              HasSubstr("nanosleep,"));
  EXPECT_THAT(words_of([] { usleep(1); }), HasSubstr("main calls usleep,"));
  EXPECT_THAT(words_of([] { sleep(0); }), HasSubstr("main calls sleep,"));
  EXPECT_THAT(words_of([] { std::thread([] {}).join(); }), HasSubstr("main calls pthread_create,"));
  EXPECT_THAT(words_of([] {
                const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
                if (descriptor >= 0) close(descriptor);
              }),
              HasSubstr("main calls socket,"));
  EXPECT_THAT(words_of([] {
                const sockaddr none{};
                static_cast<void>(connect(-1, &none, sizeof none));
              }),
              HasSubstr("main calls connect,"));
}

TEST(OutsideCalls, RandomNumbersAreNamed) {
  EXPECT_THAT(words_of([] {
                std::random_device device;
                static_cast<void>(device());
              }),
              HasSubstr("main calls std::random_device,"));
  EXPECT_THAT(words_of([] {
                char byte = 0;
                static_cast<void>(getrandom(&byte, 1, 0));
              }),
              HasSubstr("main calls getrandom,"));
  EXPECT_THAT(words_of([] {
                char byte = 0;
                static_cast<void>(getentropy(&byte, 1));
              }),
              HasSubstr("main calls getentropy,"));
  EXPECT_THAT(words_of([] { static_cast<void>(std::rand()); }), HasSubstr("main calls rand,"));
}

TEST(OutsideCalls, TheFunctionsDoWhatTheyDo) {
  const auto before = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(2));
  int ran = 0;
  std::thread([&ran] { ran = 1; }).join();
  EXPECT_EQ(ran, 1);
  EXPECT_GT(std::time(nullptr), 0);
  std::random_device device;
  EXPECT_TRUE(device() != device() || device() != device());
}

// A cache whose entries expire: by the world's clock, or by the real one.
Future<void> use_cache(World& world, bool real) {
  const auto now = [&] {
    return real ? std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count()
                : tornado::seconds_of(world.loop().time());
  };
  const double expires = now() + 1.5;
  co_yield world.sleep(Duration(1));
  world.check(now() < expires, "the entry is there for 1.5 s");
}

WorldProgram cache(bool real) {
  return [real](World& world) {
    return [](World& in, bool real_clock) -> Future<void> {
      in.spawn("alice", use_cache, real_clock);
      co_yield in.join();
    }(world, real);
  };
}

TEST(OutsideCalls, TheSearchFindsACacheThatReadsTheRealClock) {
  Budget budget;
  budget.schedules = 500;
  budget.findings = ::testing::TempDir() + "outside_findings";
  const Held held = search_for_violation("real_clock", cache(true), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("alice calls clock_gettime, which a schedule cannot repeat"));
  const Held right = search_for_violation("virtual_clock", cache(false), budget);
  EXPECT_TRUE(right.holds) << right.words;
}

[[gnu::noinline]] void named_in_the_stack() {
  static_cast<void>(std::time(nullptr));
}

TEST(OutsideCalls, TheFunctionsThatCalledAreTold) {
  const std::string words = words_of([] { named_in_the_stack(); });
  EXPECT_THAT(words, HasSubstr("\n    called by windtunnel::(anonymous namespace)::named_in_the_stack()"));
  EXPECT_THAT(words, Not(HasSubstr("called by tornado::")));
  core::Trace trace;
  EXPECT_TRUE(quiet_violation(
      [](World& world) -> Future<void> {
        named_in_the_stack();
        co_yield world.join();
      },
      trace));
  EXPECT_THAT(trace.text, AllOf(HasSubstr("main calls time"), Not(HasSubstr("called by"))))
      << "the trace is equal for all compilers";
}

TEST(OutsideCalls, WhatIsAllowedIsNotAViolation) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.allow_outside();
              static_cast<void>(std::time(nullptr));
              co_yield world.join();
            }),
            "-");
  EXPECT_THAT(words_of([] { static_cast<void>(std::time(nullptr)); }), StartsWith("no-outside: "))
      << "that was another run's permission";
}

}  // namespace
}  // namespace windtunnel
