#include "harness/testing/test_outputs.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <utility>

#include "harness/core/printable.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/findings/page/search_page.hpp"
#include "harness/findings/test_report.hpp"
#include "harness/testing/replay_request.hpp"
#include "harness/testing/search_shard.hpp"

namespace windtunnel {

namespace {

std::string name_of_this_test() {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return test == nullptr ? std::string() : fmt::format("{}.{}", test->test_suite_name(), test->name());
}

// A test may search several times, and each search has a page.
std::string page_name(const std::string& test, const std::string& subject) {
  if (test.empty()) return subject;
  constexpr unsigned most_pages = 100;  // of one test; the last is written again and again
  static std::map<std::string, unsigned> searches;
  unsigned& number = searches[test];
  number = std::min(number + 1, most_pages);
  return number == 1 ? test : fmt::format("{}-{}", test, number);
}

void write_report(const std::string& path, findings::TestReport report,
                  const findings::TestProgram& program) {
  static std::vector<findings::TestReport> reports;
  constexpr std::size_t most_reports = 10'000;
  if (reports.size() < most_reports) reports.push_back(std::move(report));
  const std::string text = path.ends_with(".sarif") ? to_sarif(reports) : to_report(reports, program);
  if (!core::write_whole(path, text))
    fmt::print(stderr, "windtunnel: {} cannot be written\n", core::printable_line(path));
}

}  // namespace

void write_test_outputs(const std::vector<std::string>& arguments, const core::Subject& subject,
                        const engine::SearchOptions& options, const engine::SearchResult& searched,
                        findings::Curves curves, const ToldFailure* failure) {
  const std::string test = name_of_this_test();
  if (const auto path = asked_option(arguments, "report")) {
    findings::TestReport report;
    report.test = test;
    report.subject = subject.name;
    report.objections = searched.objections();
    report.holds = failure == nullptr && report.objections.empty();
    report.schedules = searched.failure ? searched.failure->run : searched.coverage.runs();
    report.certificate = searched.certificate;
    for (const engine::GoalFigures::Sometimes& goal : searched.goals.sometimes)
      report.goals.push_back({goal.words, goal.runs});
    if (failure != nullptr)
      report.found =
          findings::FindingReport{failure->finding, failure->replay.story, failure->path, failure->text};
    const engine::Shard shard = asked_shard().shard;
    write_report(*path, std::move(report),
                 {arguments.empty() ? std::string() : arguments.front(), shard.number, shard.count});
  }
  if (const auto folder = asked_option(arguments, "html")) {
    findings::CampaignPage page =
        page_of(page_name(test, subject.name), options, searched, std::move(curves));
    if (failure != nullptr) {
      findings::PageFinding& found =
          page.findings.emplace_back(findings::page_finding(failure->finding, failure->replay, {}));
      found.how = failure->how;
    }
    const std::string failed = write_page(page, *folder);
    if (!failed.empty()) fmt::print(stderr, "windtunnel: {}\n", core::printable_line(failed));
  }
}

}  // namespace windtunnel
