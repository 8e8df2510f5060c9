#include "harness/testing/test_outputs.hpp"

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "harness/core/whole_file.hpp"
#include "harness/findings/search_page.hpp"
#include "harness/findings/test_report.hpp"
#include "harness/testing/replay_request.hpp"
#include "harness/testing/search_shard.hpp"

namespace windtunnel {

namespace {

std::string name_of_this_test() {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return test == nullptr ? std::string() : fmt::format("{}.{}", test->test_suite_name(), test->name());
}

void write_report(const std::string& path, findings::TestReport report,
                  const findings::TestProgram& program) {
  static std::vector<findings::TestReport> reports;
  constexpr std::size_t most_reports = 10'000;
  if (reports.size() < most_reports) reports.push_back(std::move(report));
  const std::string text = path.ends_with(".sarif") ? to_sarif(reports) : to_report(reports, program);
  if (!core::write_whole(path, text)) fmt::print(stderr, "windtunnel: {} cannot be written\n", path);
}

}  // namespace

void write_test_outputs(const std::vector<std::string>& arguments, const core::Subject& subject,
                        const engine::SearchOptions& options, const engine::SearchResult& searched,
                        const ToldFailure* failure) {
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
    findings::SearchPage page;
    page.name = test.empty() ? subject.name : test;
    page.options = &options;
    page.result = &searched;
    if (failure != nullptr) {
      page.finding = &failure->finding;
      page.replay = &failure->replay;
    }
    const std::string failed = write_search_page(page, *folder);
    if (!failed.empty()) fmt::print(stderr, "windtunnel: {}\n", failed);
  }
}

}  // namespace windtunnel
