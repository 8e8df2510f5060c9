#include "harness/core/run_account.hpp"

#include <gtest/gtest.h>

namespace windtunnel::core {
namespace {

std::string account_of(std::string_view schedule, std::string text) {
  Trace trace;
  trace.schedule = parse_choices(schedule);
  trace.text = std::move(text);
  return account_of(trace);
}

TEST(RunAccount, HoldsALineForEachChoiceAndLine) {
  EXPECT_EQ(account_of("1/3,value:0/2", "0 log a\n0 log b\n"),
            "choice 1: external:1/3\nchoice 2: value:0/2\nline 1: 0 log a\nline 2: 0 log b\n");
  EXPECT_EQ(account_of(Trace()), "");
}

TEST(RunAccount, ALongRunIsCut) {
  std::string text;
  for (int line = 0; line < 200'000; ++line) text += "0 log again\n";
  EXPECT_LT(account_of("-", text).size(), (std::size_t{1} << 20U) + 100);
}

TEST(RunAccount, TheFirstDifferenceHasBothSides) {
  EXPECT_EQ(first_difference("step 1: a\nstep 2: b\n", "step 1: a\nstep 2: b\n"), "");
  EXPECT_EQ(first_difference("step 1: a\nstep 2: b\n", "step 1: a\nstep 2: c\n"), "step 2: `b`, then `c`");
  EXPECT_EQ(first_difference("step 1: a\nstep 2: b\n", "step 1: a\n"), "step 2: `b`, then nothing");
  EXPECT_EQ(first_difference("step 1: a\n", "step 1: a\nstep 2: b\n"), "step 2: nothing, then `b`");
  EXPECT_EQ(first_difference("step 1: a\nchoice 1: v\n", "step 1: a\nstep 2: b\nchoice 1: v\n"),
            "step 2: nothing, then `b`");
  EXPECT_EQ(first_difference("choice 1: u\nline 1: x\n", "choice 1: u\nchoice 2: v\nline 1: x\n"),
            "choice 2: nothing, then `v`");
  EXPECT_EQ(first_difference("choice 1: u\nchoice 2: v\nline 1: x\n", "choice 1: u\nline 1: x\n"),
            "choice 2: `v`, then nothing");
}

}  // namespace
}  // namespace windtunnel::core
