#include "harness/oracle/child_process.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::oracle {
namespace {

using testing::StartsWith;

constexpr std::chrono::seconds patient{20};

std::vector<std::string> script(const std::string& text) {
  return {"/bin/sh", "-c", text};
}

// What read_line says of a process that it fails at.
std::string failure_of(ChildProcess& child, std::chrono::duration<double> timeout = patient) {
  try {
    return "the line " + child.read_line(timeout);
  } catch (const ChildFailure& failure) {
    return failure.what();
  }
}

TEST(ChildProcess, AnswersLineByLine) {
  ChildProcess child(script("while read line; do echo \"got $line\"; done"));
  child.send("a\nb");
  EXPECT_EQ(child.read_line(patient), "got a");
  child.send("c\n\n");
  EXPECT_EQ(child.read_line(patient), "got bc");
  EXPECT_EQ(child.read_line(patient), "got ");
}

// More than any buffer between the two holds, both ways at once.
TEST(ChildProcess, NeitherSideWaitsForTheOther) {
  ChildProcess child(script("cat"));
  const std::string long_line(1U << 20U, 'x');
  for (int count = 0; count < 8; ++count) child.send(long_line + "\n");
  for (int count = 0; count < 8; ++count) EXPECT_EQ(child.read_line(patient), long_line);
}

TEST(ChildProcess, DeathIsToldWithTheLastWords) {
  ChildProcess child(script("read line; echo half >&2; printf part; echo 'the rest' >&2; exit 7"));
  child.send("go\n");
  EXPECT_EQ(failure_of(child), "it died with status 7");
  EXPECT_EQ(child.standard_error(), "half\nthe rest\n");
  EXPECT_EQ(failure_of(child), "it is over");
}

TEST(ChildProcess, DeathBySignalIsToldAsSuch) {
  ChildProcess child(script("kill -SEGV $$"));
  EXPECT_EQ(failure_of(child), "it was ended by signal " + std::to_string(SIGSEGV));
}

TEST(ChildProcess, WhoHangsIsEnded) {
  ChildProcess child(script("echo thinking >&2; sleep 1000"));
  EXPECT_EQ(failure_of(child, std::chrono::seconds(2)), "it gave no answer within 2 s");
  EXPECT_EQ(child.standard_error(), "thinking\n");
  EXPECT_EQ(failure_of(child), "it is over");
}

TEST(ChildProcess, WhoClosesItsOutputIsEnded) {
  ChildProcess child(script("exec >&- <&-; sleep 1000"));
  EXPECT_EQ(failure_of(child), "it closed its output");
}

TEST(ChildProcess, ALineWithoutEndIsRefused) {
  ChildProcess child(script("head -c 20000000 /dev/zero"));
  EXPECT_THAT(failure_of(child, std::chrono::minutes(1)),
              StartsWith("it gave an answer of more than 16777216 bytes"));
}

TEST(ChildProcess, OnlyTheLastOfManyWordsIsKept) {
  ChildProcess child(script("yes no | head -n 100000 >&2; echo enough >&2"));
  EXPECT_EQ(failure_of(child), "it died with status 0");
  EXPECT_LE(child.standard_error().size(), 4000U);
  EXPECT_TRUE(child.standard_error().ends_with("no\nenough\n"));
}

TEST(ChildProcess, WhatCannotBeStartedIsRefused) {
  try {
    ChildProcess child({"/nowhere/python", "x"});
    FAIL();
  } catch (const ChildFailure& failure) {
    EXPECT_STREQ(failure.what(), "it cannot be started: No such file or directory");
  }
}

}  // namespace
}  // namespace windtunnel::oracle
