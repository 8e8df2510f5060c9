// windtunnel merge: joins the reports of the shards of a campaign, a search or a test program, which ran on
// several machines: a campaign to the result that it would have on one.
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/core/figures.hpp"
#include "harness/findings/finding.hpp"
#include "harness/report/campaign_report.hpp"
#include "harness/report/explore_summary.hpp"
#include "harness/report/report_file.hpp"
#include "harness/report/search_report.hpp"
#include "harness/report/summary.hpp"
#include "harness/report/tests_report.hpp"

namespace windtunnel::cli {

namespace {

struct MergeSettings {
  std::vector<std::string> reports;
  std::string findings = "findings";
};

enum class Kind { campaign, search, tests };

Kind kind_of(std::string_view text) {
  if (report::is_search_report(text)) return Kind::search;
  return report::is_tests_report(text) ? Kind::tests : Kind::campaign;
}

std::string_view name_of(Kind kind) {
  constexpr std::string_view names[] = {"a campaign", "a search", "tests"};
  return names[static_cast<std::size_t>(kind)];
}

// What all reports are of; `texts` are those of all files. Throws UsageError if they are mixed.
Kind common_kind(const std::vector<std::string>& texts, const std::vector<std::string>& files) {
  const Kind first = kind_of(texts.front());
  for (std::size_t at = 1; at < texts.size(); ++at) {
    const Kind other = kind_of(texts[at]);
    if (other != first)
      throw UsageError(one_line(fmt::format("{} is a report of {}, and {} one of {}", files.front(),
                                            name_of(first), files[at], name_of(other))));
  }
  return first;
}

// Joins the reports, each of which `parse` reads.
template <class Parse>
auto merged(const std::vector<std::string>& texts, const std::vector<std::string>& files, Parse parse) {
  std::vector<decltype(parse(texts.front(), files.front()))> reports;
  reports.reserve(files.size());
  for (std::size_t at = 0; at < files.size(); ++at) reports.push_back(parse(texts[at], files[at]));
  try {
    return merge(reports, files);
  } catch (const std::invalid_argument& error) {
    throw UsageError(one_line(error.what()));
  }
}

template <class Reported>
std::vector<findings::Finding> findings_of(const std::vector<Reported>& reported) {
  std::vector<findings::Finding> findings;
  findings.reserve(reported.size());
  for (const Reported& each : reported)
    findings.push_back(findings::parse_finding(each.text, "the report's finding"));
  return findings;
}

// The finding that comes first is the one that the whole would have reported; it is printed in full. So are
// findings that cannot be written. `where` are what they were found in.
void report_findings(const std::vector<std::string>& where, const std::vector<findings::Finding>& findings,
                     const std::string& folder) {
  for (std::size_t at = 0; at < findings.size(); ++at) {
    const findings::Finding& finding = findings[at];
    fmt::print("{} breaks {}: {}\n", where[at], finding.law, finding.message);
    if (at == 0) fmt::print("\n{}", for_people(finding));
    try {
      fmt::print("finding     {0}\nreplay      ./wt replay {0}\n\n", write_finding(finding, folder).string());
    } catch (const std::runtime_error& error) {
      fmt::print(stderr, "windtunnel merge: {}\n", one_line(error.what()));
      if (at != 0) fmt::print("\n{}", for_people(finding));
    }
  }
}

// The last line and the exit status.
int conclude(bool broken, bool complete, std::string_view held) {
  if (broken) return exit_broken;
  fmt::print("{}{}\n", held, complete ? "" : ", as far as was reported");
  return complete ? exit_ok : exit_usage;
}

int merge_campaign(const report::MergedReport& merged, const std::string& folder) {
  const report::CampaignReport& whole = merged.whole;
  const std::vector<findings::Finding> findings = findings_of(whole.findings);
  check_folder_option("--findings", folder);
  std::vector<std::string> where;
  for (const report::ReportedFinding& each : whole.findings)
    where.push_back(fmt::format("program {} of seed {}", each.program, whole.options.seed));
  report_findings(where, findings, folder);
  fmt::print("{}", summary(whole.options, whole.result, paint_of_output()));
  fmt::print("{}", merged.shards.in_words(
                       [&](const engine::Shard& shard) { return report::command_of(whole.options, shard); }));
  return conclude(!findings.empty(), merged.shards.is_complete(), "all laws hold");
}

int merge_search(const report::MergedSearch& merged, const std::string& folder) {
  const report::SearchReport& whole = merged.whole;
  const std::vector<findings::Finding> findings = findings_of(whole.findings);
  check_folder_option("--findings", folder);
  std::vector<std::string> where;
  for (const report::FoundSchedule& each : whole.findings)
    where.push_back(fmt::format("schedule {} of shard {}", core::grouped(each.run), each.shard));
  report_findings(where, findings, folder);
  engine::SearchOptions options;
  options.strategy = whole.what.strategy;
  options.seed = whole.what.seed;
  fmt::print("{}", report::search_summary(one_line(whole.what.subject), options, whole.result));
  fmt::print("{}", merged.shards.in_words(
                       [&](const engine::Shard& shard) { return command_of(whole.what, shard); }));
  const bool broken = !findings.empty() || !whole.result.objections().empty();
  return conclude(broken, merged.shards.is_complete(), "nothing broke");
}

int merge_tests(const report::MergedTests& merged) {
  fmt::print("{:<11} {} searches of {}\n", "tests", core::grouped(merged.tests.size()),
             one_line(merged.program));
  fmt::print("{:<11} {}\n", "schedules", core::grouped(merged.schedules()));
  const std::vector<std::string> objections = merged.objections();
  for (const std::string& words : objections) fmt::print("{:<11} {}\n", "BROKEN", one_line(words));
  fmt::print("{}", merged.shards.in_words([&](const engine::Shard& shard) {
    return report::command_of_tests(merged.program, shard);
  }));
  return conclude(!objections.empty(), merged.shards.is_complete(), "nothing broke");
}

int merge_files(const MergeSettings& settings) {
  const std::vector<std::string>& files = settings.reports;
  std::vector<std::string> texts;
  for (const std::string& file : files) texts.push_back(report::read_report_text(file));
  switch (common_kind(texts, files)) {
    case Kind::search:
      return merge_search(merged(texts, files, report::parse_search_report), settings.findings);
    case Kind::tests:
      return merge_tests(merged(texts, files, report::parse_tests_report));
    case Kind::campaign:
      break;
  }
  return merge_campaign(merged(texts, files, report::parse_report), settings.findings);
}

}  // namespace

void add_merge_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<MergeSettings>();
  CLI::App* command =
      app.add_subcommand("merge", "Join the reports of the shards of a campaign, a search or a test program");
  command
      ->add_option("REPORT", settings->reports,
                   "the files that `check` or `explore` wrote with `--shard i/n --report FILE`, or a test "
                   "program with "
                   "WINDTUNNEL_SHARD=i/n and `--windtunnel_report=FILE`")
      ->required()
      ->type_name("");
  command->add_option("--findings", settings->findings, "the folder for findings")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->footer(
      "Exit status: 0 all laws hold, 1 a law is violated, 2 wrong usage or input, or a shard is missing or\n"
      "unfinished; then its command is printed.\n"
      "The digest is that of the whole campaign, if --runs gave its number of programs.");
  command->callback([settings, &status] { status = merge_files(*settings); });
}

}  // namespace windtunnel::cli
