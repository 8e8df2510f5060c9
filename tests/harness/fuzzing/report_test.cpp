#include "harness/fuzzing/report.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/engine/forked_child.hpp"
#include "harness/findings/finding.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel::fuzz {
namespace {

// Throws for one answer, and takes its process down for all simpler ones.
void trap(const void*, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace&) {
  if (choices.choose({tornado::ChoiceKind::value, 4, "trap"}) != 3) std::abort();
  throw std::runtime_error("out");
}

TEST(FuzzReport, WhatIsFoundIsKeptWhereShrinkingCrashes) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "fuzz_report_test";
  std::filesystem::remove_all(folder);
  core::Failure found;
  found.subject = {trap, nullptr, core::local_guarantees, "trap"};
  found.schedule.choices.append({tornado::ChoiceKind::value, 4, 3});
  found.violation = {rules::escape, 0, "out"};
  const engine::ProcessExit exit = work_isolated(
      [&] {
        setenv("WINDTUNNEL_FINDINGS", folder.c_str(), 1);
        report(found, "./wt replay FILE");
      },
      engine::ChildLimits{});
  EXPECT_EQ(exit.number, SIGABRT) << "as a fuzzer expects it";
  EXPECT_NE(exit.standard_error.find("replay      ./wt replay "), std::string::npos) << exit.standard_error;
  EXPECT_NE(exit.standard_error.find("shrinking was given up"), std::string::npos) << exit.standard_error;
  ASSERT_TRUE(std::filesystem::exists(folder)) << exit.standard_error;
  int findings = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    EXPECT_EQ(to_text(findings::read_finding(file.path()).schedule), "value:3/4");
    ++findings;
  }
  EXPECT_EQ(findings, 1);
}

}  // namespace
}  // namespace windtunnel::fuzz
