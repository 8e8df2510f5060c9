#include "harness/report/tests_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "harness/core/figures.hpp"
#include "harness/core/shell_word.hpp"
#include "harness/report/report_file.hpp"

namespace windtunnel::report {

namespace {

using Json = ReportJson;

constexpr const char* tests_member = "windtunnel_report";

ReportedTest test_of(const Json& json) {
  ReportedTest test;
  json.at("test").get_to(test.test);
  json.at("subject").get_to(test.subject);
  test.schedules = number_of(json.at("schedules"));
  json.at("holds").get_to(test.holds);
  for (const Json& goal : json.at("goals"))
    test.goals.push_back({goal.at("words").get<std::string>(), number_of(goal.at("schedules"))});
  const Json& finding = json.at("finding");
  if (finding.is_null()) return test;
  finding.at("law").get_to(test.law);
  finding.at("message").get_to(test.message);
  finding.at("replay").get_to(test.replay);
  return test;
}

TestsReport tests_report_of(const Json& json) {
  if (json.at(tests_member) != findings::report_format) throw std::invalid_argument("another version");
  if (!json.contains("shard")) throw std::invalid_argument("a report of a program that is not shared");
  TestsReport report;
  json.at("program").get_to(report.program);
  report.shard = shard_of(json.at("shard"));
  for (const Json& test : json.at("tests")) report.tests.push_back(test_of(test));
  return report;
}

// A test may search several times: searches are told apart by their order, too.
ReportedTest* find_unless_seen(std::vector<ReportedTest>& tests, std::vector<bool>& seen,
                               const ReportedTest& wanted) {
  for (std::size_t at = 0; at < tests.size(); ++at) {
    if (seen[at] || tests[at].test != wanted.test || tests[at].subject != wanted.subject) continue;
    seen[at] = true;
    return &tests[at];
  }
  return nullptr;
}

void add(ReportedTest& sum, const ReportedTest& part) {
  sum.schedules += part.schedules;
  sum.holds = sum.holds && part.holds;
  if (sum.law.empty()) {
    sum.law = part.law;
    sum.message = part.message;
    sum.replay = part.replay;
  }
  for (const findings::ReportedGoal& goal : part.goals) {
    const auto at = std::find_if(sum.goals.begin(), sum.goals.end(), [&](const findings::ReportedGoal& each) {
      return each.words == goal.words;
    });
    if (at == sum.goals.end()) {
      sum.goals.push_back(goal);
    } else {
      at->schedules += goal.schedules;
    }
  }
}

void add_all(std::vector<ReportedTest>& sums, const std::vector<ReportedTest>& parts) {
  std::vector<bool> seen(sums.size());
  std::vector<ReportedTest> others;
  for (const ReportedTest& part : parts) {
    if (ReportedTest* sum = find_unless_seen(sums, seen, part)) {
      add(*sum, part);
    } else {
      others.push_back(part);
    }
  }
  sums.insert(sums.end(), others.begin(), others.end());
}

}  // namespace

bool is_tests_report(std::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  return json.is_object() && json.contains(tests_member);
}

TestsReport parse_tests_report(std::string_view text, std::string_view file_name) {
  const Json json = parse_report_json(text, file_name);
  try {
    return tests_report_of(json);
  } catch (const std::exception& error) {
    refuse_report(file_name, error.what());
  }
}

std::vector<std::string> MergedTests::objections() const {
  std::vector<std::string> lines;
  for (const ReportedTest& test : tests) {
    const std::string& name = test.test.empty() ? test.subject : test.test;
    if (!test.law.empty()) {
      lines.push_back(fmt::format("{} breaks {}: {}{}", name, test.law, test.message,
                                  test.replay.empty() ? "" : "; --windtunnel_replay=" + test.replay));
      continue;
    }
    if (!test.holds) lines.push_back(fmt::format("{} failed in a shard", name));
    for (const findings::ReportedGoal& goal : test.goals) {
      if (goal.schedules == 0 && shards.is_complete())
        lines.push_back(fmt::format("{}: sometimes \"{}\": none of the {} schedules of all shards reached it",
                                    name, goal.words, core::grouped(test.schedules)));
    }
  }
  return lines;
}

std::uint64_t MergedTests::schedules() const {
  std::uint64_t sum = 0;
  for (const ReportedTest& test : tests) sum += test.schedules;
  return sum;
}

MergedTests merge(const std::vector<TestsReport>& reports, const std::vector<std::string>& files) {
  if (reports.empty()) throw std::invalid_argument("there is no report to merge");
  MergedTests merged{reports.front().program, {}, ShardRoll(reports.front().shard.count)};
  for (std::size_t at = 0; at < reports.size(); ++at) {
    const bool same_count = reports[at].shard.count == reports.front().shard.count;
    if (!same_count || reports[at].program != reports.front().program) {
      throw std::invalid_argument(
          fmt::format("{} and {} are no shards of one program's tests: the {} differs", files.front(),
                      files[at], same_count ? "program" : "number of shards"));
    }
    add_all(merged.tests, reports[at].tests);
  }
  // The report is written again after each search: one that died has the first ones alone.
  for (std::size_t at = 0; at < reports.size(); ++at) {
    const bool lacks_some = reports[at].tests.size() < merged.tests.size();
    merged.shards.enter(reports[at].shard, lacks_some, files[at]);
  }
  return merged;
}

std::string command_of_tests(std::string_view program, const engine::Shard& shard) {
  return fmt::format("WINDTUNNEL_SHARD={0}/{1} {2} --windtunnel_report=shard-{0}-of-{1}.json", shard.number,
                     shard.count, core::shell_word(program));
}

}  // namespace windtunnel::report
