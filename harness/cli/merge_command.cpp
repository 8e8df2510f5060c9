// windtunnel merge: joins the reports of a campaign's shards, which ran on several machines, to the result
// that the campaign would have on one.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/findings/finding.hpp"
#include "harness/report/campaign_report.hpp"
#include "harness/report/summary.hpp"

namespace windtunnel::cli {

namespace {

struct MergeSettings {
  std::vector<std::string> reports;
  std::string findings = "findings";
};

report::MergedReport merged_report(const std::vector<std::string>& files) {
  std::vector<report::CampaignReport> reports;
  reports.reserve(files.size());
  for (const std::string& file : files) reports.push_back(report::read_report(file));
  try {
    return merge(reports, files);
  } catch (const std::invalid_argument& error) {
    throw UsageError(one_line(error.what()));
  }
}

std::vector<findings::Finding> findings_of(const report::CampaignReport& whole) {
  std::vector<findings::Finding> findings;
  findings.reserve(whole.findings.size());
  for (const report::ReportedFinding& each : whole.findings)
    findings.push_back(findings::parse_finding(each.text, "the report's finding"));
  return findings;
}

// The finding of the earliest program is the one that the whole campaign would have reported; it is printed
// in full. So are findings that cannot be written.
void report_findings(const report::CampaignReport& whole, const std::vector<findings::Finding>& findings,
                     const std::string& folder) {
  for (std::size_t at = 0; at < findings.size(); ++at) {
    const findings::Finding& finding = findings[at];
    fmt::print("program {} of seed {} breaks {}: {}\n", whole.findings[at].program, whole.options.seed,
               finding.law, finding.message);
    if (at == 0) fmt::print("\n{}", for_people(finding));
    try {
      fmt::print("finding     {0}\nreplay      ./wt replay {0}\n\n", write_finding(finding, folder).string());
    } catch (const std::runtime_error& error) {
      fmt::print(stderr, "windtunnel merge: {}\n", one_line(error.what()));
      if (at != 0) fmt::print("\n{}", for_people(finding));
    }
  }
}

int merge_files(const MergeSettings& settings) {
  const report::MergedReport merged = merged_report(settings.reports);
  const std::vector<findings::Finding> findings = findings_of(merged.whole);
  check_folder_option("--findings", settings.findings);
  report_findings(merged.whole, findings, settings.findings);
  fmt::print("{}", summary(merged.whole.options, merged.whole.result, paint_of_output()));
  if (!merged.missing.empty()) fmt::print("MISSING     shards {}\n", fmt::join(merged.missing, ", "));
  if (!merged.whole.findings.empty()) return exit_broken;
  fmt::print("{}\n", merged.missing.empty() ? "all laws hold" : "all laws hold, as far as was reported");
  return merged.missing.empty() ? exit_ok : exit_usage;
}

}  // namespace

void add_merge_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<MergeSettings>();
  CLI::App* command = app.add_subcommand("merge", "Join the reports of a campaign's shards");
  command->add_option("REPORT", settings->reports, "the files that `check --shard i/n --report FILE` wrote")
      ->required()
      ->type_name("");
  command->add_option("--findings", settings->findings, "the folder for findings")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->footer(
      "Exit status: 0 all laws hold, 1 a law is violated, 2 wrong usage or input, or a shard is missing.\n"
      "The digest is that of the whole campaign, if --runs gave its number of programs.");
  command->callback([settings, &status] { status = merge_files(*settings); });
}

}  // namespace windtunnel::cli
