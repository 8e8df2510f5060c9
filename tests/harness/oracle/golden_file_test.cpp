#include "harness/oracle/golden_file.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <stdexcept>

#include "harness/scenario/source_error.hpp"
#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

constexpr const char* first_trace = "schedule 0/2\n0 log begin\n0 return None\n0 log a\n0 log b\n";
constexpr const char* second_trace = "schedule 1/2\n0 log begin\n0 return None\n0 log b\n0 log a\n";

GoldenFile ask(const Project& project, const std::string& source, unsigned schedules) {
  project.folder().write("s.py", source);
  OraclePeer oracle(project.oracle());
  return ask_for_golden(project.root() / "s.py", oracle, schedules);
}

TEST(GoldenFile, HasTheCanonicalTraceAndOthers) {
  const Project project;
  const GoldenFile golden = ask(project, two_events, 3);
  EXPECT_EQ(golden.path, project.root() / "s.trace");
  EXPECT_EQ(golden.traces, (std::vector<std::string>{first_trace, second_trace}));
  EXPECT_TRUE(golden.as_here);
  EXPECT_EQ(ask(project, two_events, 1).traces, std::vector<std::string>{first_trace});
  write_golden(golden);
  std::ifstream file(golden.path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}),
            std::string(first_trace) + "\n" + second_trace);
}

TEST(GoldenFile, HoldsWhatTheRealOneDoes) {
  const Project project("lie log a");
  const GoldenFile golden = ask(project, two_events, 1);
  EXPECT_EQ(golden.traces.front(), "schedule 0/2\n0 log begin\n0 return None\n0 not log a\n0 log b\n");
  EXPECT_FALSE(golden.as_here);
}

TEST(GoldenFile, ThereIsNoneOfWhatOneSideRefuses) {
  EXPECT_THROW(ask(Project(), "import os\n", 1), scenario::SourceError);
  for (const char* behaviour : {"refuse begin", "die begin", "babble begin"}) {
    EXPECT_THROW(ask(Project(behaviour), two_events, 1), std::runtime_error) << behaviour;
  }
}

TEST(GoldenFile, WhatCannotBeWrittenIsSaid) {
  EXPECT_THROW(write_golden({"/nowhere/s.trace", {first_trace}, true}), std::runtime_error);
}

}  // namespace
}  // namespace windtunnel::oracle
