// The reports of a test program whose searches are shared among shards (`--windtunnel_report=FILE.json`),
// joined: what no shard can judge alone, a goal that none of them reached, is judged here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/findings/test_report.hpp"
#include "harness/report/shard_roll.hpp"

namespace windtunnel::report {

/// What is read of a search of a test.
struct ReportedTest {
  std::string test;
  std::string subject;
  std::uint64_t schedules = 0;
  bool holds = true;
  std::vector<findings::ReportedGoal> goals;
  std::string law;  ///< that was violated; empty: none
  std::string message;
  std::string replay;  ///< the replay string; may be empty

  bool operator==(const ReportedTest&) const = default;
};

/// What is read of a program's report.
struct TestsReport {
  std::string program;
  engine::Shard shard;
  std::vector<ReportedTest> tests;  ///< in the order in which they ran
};

/// Whether the text is such a report.
bool is_tests_report(std::string_view text);

/// Reads that; `file_name` is for messages. Throws SourceError.
TestsReport parse_tests_report(std::string_view text, std::string_view file_name);

/// The shards of one program's searches, joined.
struct MergedTests {
  std::string program;
  std::vector<ReportedTest> tests;  ///< with the sums of all shards, and the first violation
  ShardRoll shards;                 ///< one that lacks a test that another one has was interrupted

  /// The tests that failed, and those with a goal that no shard reached, a line each.
  std::vector<std::string> objections() const;
  /// How many schedules ran.
  std::uint64_t schedules() const;
};

/// Joins them, in any order. Throws std::invalid_argument, with words for the user that name a file, if there
/// are none, if they are not of one program and number of shards, or if a shard is there twice.
MergedTests merge(const std::vector<TestsReport>& reports, const std::vector<std::string>& files);

/// The command that runs a shard of that program.
std::string command_of_tests(std::string_view program, const engine::Shard& shard);

}  // namespace windtunnel::report
