#include "harness/apart/forked_child.hpp"

#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/harness/apart/deadly.hpp"

namespace windtunnel {
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
  EXPECT_EQ(run_apart([&] { *sum += 41; }, tight).cause, Cause::returned);
  EXPECT_EQ(*sum, 42);
  int here = 1;
  run_apart([&] { here = 2; }, tight);
  EXPECT_EQ(here, 1) << "a child has a world of its own";
}

TEST(ForkedChild, WhatItThrowsIsKnown) {
  const Ending ending = run_apart([] { throw std::runtime_error("no wind"); }, tight);
  EXPECT_EQ(ending.cause, Cause::threw);
  EXPECT_EQ(ending.last_words, "no wind");
  EXPECT_EQ(run_apart([] { throw 1; }, tight).cause, Cause::threw);
}

TEST(ForkedChild, ItsDeathIsKnown) {
  Ending ending = run_apart(abort_here, tight);
  EXPECT_EQ(ending.cause, Cause::signalled);
  EXPECT_EQ(ending.number, SIGABRT);
  ending = run_apart(be_killed, tight);
  EXPECT_EQ(ending.number, SIGKILL);
  ending = run_apart(leave, tight);
  EXPECT_EQ(ending.cause, Cause::exited);
  EXPECT_EQ(ending.number, 7);
  EXPECT_EQ(run_apart([] { std::_Exit(0); }, tight).cause, Cause::exited) << "that is not coming back";
  ending = run_apart(throw_out_of_noexcept, tight);
  EXPECT_EQ(ending.number, SIGABRT);
  EXPECT_THAT(ending.last_words, testing::HasSubstr("terminate called"));
}

TEST(ForkedChild, AFaultIsKnownByItsKind) {
  const Ending null = run_apart(dereference_null, tight);
  const Ending full = run_apart(recurse_for_ever, tight);
  if (sanitized) {
    EXPECT_THAT(null.last_words,
                testing::AnyOf(testing::HasSubstr("null pointer"), testing::HasSubstr("zero page")));
    EXPECT_THAT(full.last_words, testing::HasSubstr("stack-overflow"));
  } else {
    EXPECT_EQ(in_words(null), "it was ended by signal 11 (SIGSEGV), at a null pointer");
    EXPECT_EQ(in_words(full), "it was ended by signal 11 (SIGSEGV), as its stack was full");
  }
}

TEST(ForkedChild, OneThatHangsIsEnded) {
  EXPECT_EQ(run_apart(loop_for_ever, tight).cause, Cause::hung);
  constexpr ChildLimits short_wait{std::chrono::duration<double>(0.02), std::uint64_t{256} << 20U};
  EXPECT_EQ(run_apart(block_for_ever, short_wait).cause, Cause::hung) << "without using the processor";
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
  EXPECT_EQ(run_apart(work, limits, &*pulse).cause, Cause::returned) << "0.5 s with a patience of 0.4 s";
}

TEST(ForkedChild, OneThatGrowsWithoutEndIsEnded) {
  constexpr ChildLimits patient{std::chrono::duration<double>(30), std::uint64_t{256} << 20U};
  EXPECT_EQ(run_apart(allocate_for_ever, patient).cause, Cause::grown);
}

TEST(ForkedChild, ItsLastWordsAreTheEndOfWhatItSaid) {
  const Ending ending = run_apart(
      [] {
        for (int line = 0; line < 10'000; ++line) std::fprintf(stderr, "line %d\n", line);
        std::abort();
      },
      ChildLimits{});
  EXPECT_LE(ending.last_words.size(), 16'000U);
  EXPECT_TRUE(ending.last_words.ends_with("line 9999\n"));
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
}  // namespace windtunnel
