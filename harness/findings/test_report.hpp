// What tests came to, for editors and CI: JSON with all that a failing test prints, and SARIF, which GitHub
// and editors show at the lines of the code. docs/report.md describes both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/findings/finding.hpp"
#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// What a finding says, as a report has it.
struct FindingReport {
  Finding finding;
  Story story;
  std::string path;    ///< of the finding's file; may be empty
  std::string replay;  ///< the replay string; may be empty
};

/// A goal of sometimes(), and how many schedules reached it.
struct ReportedGoal {
  std::string words;
  std::uint64_t schedules = 0;
};

/// One search of a test.
struct TestReport {
  std::string test;     ///< "Account.IsNeverOverdrawn"; may be empty
  std::string subject;  ///< what findings call the program
  bool holds = true;
  std::uint64_t schedules = 0;
  std::string certificate;              ///< what was shown, if anything was
  std::vector<std::string> objections;  ///< goals that no run reached
  std::vector<ReportedGoal> goals;      ///< all goals
  std::optional<FindingReport> found;
};

/// The program that ran the tests, and its part of their searches.
struct TestProgram {
  std::string name;             ///< as it was started; may be empty
  std::uint64_t shard = 1;      ///< from 1
  std::uint64_t of_shards = 1;  ///< 1: it does all
};

/// The version of the JSON, its member `windtunnel_report`.
inline constexpr unsigned report_format = 1;

std::string to_report(const std::vector<TestReport>& tests, const TestProgram& program = {});

/// SARIF 2.1.0: a result for each finding, at the line that broke the rule, or else at the latest line of the
/// program. Paths below the current folder are relative to it.
std::string to_sarif(const std::vector<TestReport>& tests);

}  // namespace windtunnel::findings
