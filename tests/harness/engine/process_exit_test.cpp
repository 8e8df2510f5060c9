#include "harness/engine/process_exit.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace windtunnel::engine {
namespace {

TEST(ProcessExit, IsSaidInTheSameWordsEverywhere) {
  EXPECT_EQ(in_words({ExitReason::signalled, SIGABRT, {}, {}}), "it was ended by signal 6 (SIGABRT)");
  EXPECT_EQ(in_words({ExitReason::signalled, SIGSEGV, Segfault::null_pointer, {}}),
            "it was ended by signal 11 (SIGSEGV), at a null pointer");
  EXPECT_EQ(in_words({ExitReason::signalled, SIGSEGV, Segfault::stack_overflow, {}}),
            "it was ended by signal 11 (SIGSEGV), as its stack was full");
  EXPECT_EQ(in_words({ExitReason::signalled, 200, {}, {}}), "it was ended by signal 200");
  EXPECT_EQ(in_words({ExitReason::exited, 3, {}, {}}), "it left with exit status 3");
  EXPECT_EQ(in_words({ExitReason::timed_out, 0, {}, {}}), "it did not get on and was ended");
  EXPECT_EQ(in_words({ExitReason::out_of_memory, 0, {}, {}}), "it took too much memory and was ended");
  EXPECT_EQ(in_words({ExitReason::threw, 0, {}, "no wind"}), "it threw: no wind");
}

TEST(ProcessExit, TheHeadlineIsTheLineThatSaysWhy) {
  EXPECT_EQ(headline(""), "");
  EXPECT_EQ(headline("something\nelse\n"), "");
  EXPECT_EQ(headline("noise\nx.cpp:3: int f(): Assertion `a > 0' failed.\nAborted\n"),
            "x.cpp:3: int f(): Assertion `a > 0' failed.");
  EXPECT_EQ(headline("terminate called after throwing an instance of 'E'\n  what():  no wind\n"),
            "what():  no wind");
  EXPECT_EQ(headline("terminate called without an active exception\n"),
            "terminate called without an active exception");
}

TEST(ProcessExit, TheHeadlineHoldsNothingThatDiffersFromRunToRun) {
  EXPECT_EQ(headline("=====\n==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x60f0a1 at pc "
                     "0x55 bp 0x7f sp 0x7e\nREAD of size 4\n"),
            "ERROR: AddressSanitizer: heap-use-after-free on address 0x... at pc 0x... bp 0x... sp 0x...");
  EXPECT_LE(headline("ERROR: " + std::string(10'000, 'x')).size(), 400U);
}

}  // namespace
}  // namespace windtunnel::engine
