#include "harness/engine/forked_child.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/harness/engine/deadly.hpp"

namespace windtunnel::engine {
namespace {

constexpr ChildLimits tight{std::chrono::duration<double>(0.2), std::uint64_t{256} << 20U};

// Whether the program is built with a sanitizer, which has its own way to end a process.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

TEST(ForkedChild, DoesItsWorkInSharedMemory) {
  const SharedMemory<std::atomic<int>> sum(1);
  EXPECT_EQ(work_isolated([&] { *sum += 41; }, tight).reason, ExitReason::returned);
  EXPECT_EQ(*sum, 42);
  int here = 1;
  work_isolated([&] { here = 2; }, tight);
  EXPECT_EQ(here, 1) << "a child has a world of its own";
}

TEST(ForkedChild, WhatItThrowsIsKnown) {
  const ProcessExit exit = work_isolated([] { throw std::runtime_error("no wind"); }, tight);
  EXPECT_EQ(exit.reason, ExitReason::threw);
  EXPECT_EQ(exit.standard_error, "no wind");
  EXPECT_EQ(work_isolated([] { throw 1; }, tight).reason, ExitReason::threw);
}

TEST(ForkedChild, ItsDeathIsKnown) {
  ProcessExit exit = work_isolated(abort_here, tight);
  EXPECT_EQ(exit.reason, ExitReason::signalled);
  EXPECT_EQ(exit.number, SIGABRT);
  exit = work_isolated(be_killed, tight);
  EXPECT_EQ(exit.number, SIGKILL);
  exit = work_isolated(leave, tight);
  EXPECT_EQ(exit.reason, ExitReason::exited);
  EXPECT_EQ(exit.number, 7);
  EXPECT_EQ(work_isolated([] { std::_Exit(0); }, tight).reason, ExitReason::exited)
      << "that is not coming back";
  exit = work_isolated(throw_out_of_noexcept, tight);
  EXPECT_EQ(exit.number, SIGABRT);
  EXPECT_THAT(exit.standard_error, testing::HasSubstr("terminate called"));
}

TEST(ForkedChild, AFaultIsKnownByItsKind) {
  const ProcessExit null = work_isolated(dereference_null, tight);
  const ProcessExit full = work_isolated(recurse_for_ever, tight);
  if (sanitized) {
    EXPECT_THAT(null.standard_error,
                testing::AnyOf(testing::HasSubstr("null pointer"), testing::HasSubstr("zero page")));
    EXPECT_THAT(full.standard_error, testing::HasSubstr("stack-overflow"));
  } else {
    EXPECT_EQ(in_words(null), "it was ended by signal 11 (SIGSEGV), at a null pointer");
    EXPECT_EQ(in_words(full), "it was ended by signal 11 (SIGSEGV), as its stack was full");
  }
}

TEST(ForkedChild, OneThatHangsIsEnded) {
  EXPECT_EQ(work_isolated(loop_for_ever, tight).reason, ExitReason::timed_out);
  constexpr ChildLimits short_wait{std::chrono::duration<double>(0.02), std::uint64_t{256} << 20U};
  EXPECT_EQ(work_isolated(block_for_ever, short_wait).reason, ExitReason::timed_out)
      << "without using the processor";
}

TEST(ForkedChild, OneWhosePulseMovesDoesNotHang) {
  const SharedMemory<std::atomic<std::uint64_t>> pulse(0U);
  const auto work = [&] {
    for (int beat = 0; beat < 10; ++beat) {
      timespec nap{0, 50'000'000};
      nanosleep(&nap, nullptr);
      ++*pulse;
    }
  };
  constexpr ChildLimits limits{std::chrono::duration<double>(0.04), std::uint64_t{256} << 20U};
  EXPECT_EQ(work_isolated(work, limits, &*pulse).reason, ExitReason::returned)
      << "0.5 s with a timeout of 0.4 s";
}

TEST(ForkedChild, OneThatGrowsWithoutEndIsEnded) {
  constexpr ChildLimits patient{std::chrono::duration<double>(30), std::uint64_t{256} << 20U};
  EXPECT_EQ(work_isolated(allocate_for_ever, patient).reason, ExitReason::out_of_memory);
}

TEST(ForkedChild, ItsLastWordsAreTheEndOfWhatItSaid) {
  const ProcessExit exit = work_isolated(
      [] {
        for (int line = 0; line < 10'000; ++line) std::fprintf(stderr, "line %d\n", line);
        std::abort();
      },
      ChildLimits{});
  EXPECT_LE(exit.standard_error.size(), 16'000U);
  EXPECT_TRUE(exit.standard_error.ends_with("line 9999\n"));
}

// Gone, or dead and not collected by anybody.
bool is_over(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  stat >> number >> name >> state;
  return !stat || state == "Z" || state == "X";
}

TEST(ForkedChild, WhatItForkedEndsWithItAndIsNotWaitedFor) {
  const SharedMemory<std::atomic<pid_t>> grandchild(0);
  const auto begin = std::chrono::steady_clock::now();
  const ProcessExit exit = work_isolated(
      [&] {
        if (fork() == 0) {
          *grandchild = getpid();
          block_for_ever();
        }
        while (*grandchild == 0) sched_yield();
      },
      ChildLimits{});
  EXPECT_EQ(exit.reason, ExitReason::returned);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  for (int wait = 0; wait < 200 && !is_over(*grandchild); ++wait) usleep(10'000);
  EXPECT_TRUE(is_over(*grandchild));
}

TEST(ForkedChild, SignalsThatAskToEndAreForTheParent) {
  const ProcessExit exit = work_isolated(
      [] {
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) raise(number);
      },
      ChildLimits{});
  EXPECT_EQ(exit.reason, ExitReason::returned);
}

TEST(ForkedChild, IsEndedWithItsObject) {
  const SharedMemory<std::atomic<pid_t>> process(0);
  {
    const ForkedChild child(
        [&] {
          *process = getpid();
          block_for_ever();
        },
        ChildLimits{});
    while (*process == 0) sched_yield();
    EXPECT_EQ(kill(*process, 0), 0);
  }
  EXPECT_EQ(kill(*process, 0), -1);
}

}  // namespace
}  // namespace windtunnel::engine
