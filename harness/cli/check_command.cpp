// windtunnel check: flies generated programs, judges them by the laws, and writes a finding if one is broken.
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "harness/check/campaign.hpp"
#include "harness/check/campaign_report.hpp"
#include "harness/check/finding.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_finding.hpp"
#include "harness/generator/areas.hpp"
#include "harness/report/summary.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/whole_file.hpp"

namespace windtunnel {

namespace {

struct CheckSettings {
  std::optional<std::string> runs;
  std::optional<std::string> time;
  std::string seed = "1";
  std::string freedom = "contract";
  std::vector<std::string> areas;
  std::vector<std::string> laws;
  std::string jobs = "1";
  std::string findings = "findings";
  std::string shard = "1/1";
  std::optional<std::string> report;
  std::optional<std::string> subject;
};

constexpr std::chrono::duration<double> default_time{10};
constexpr std::uint64_t most_jobs = 256;
constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();

void check_law_names(const std::vector<std::string>& names, Claims claims) {
  for (const std::string& name : names) {
    try {
      LawSet(std::vector<std::string>{name}, claims);
    } catch (const std::invalid_argument&) {
      throw UsageError(fmt::format("--law: found {}; allowed here: {}", in_quotes(name), law_names(claims)));
    }
  }
}

NativeSubject parse_subject(const std::string& name) {
  if (const std::optional<NativeSubject> subject = native_subject_named(name)) return *subject;
  throw UsageError(fmt::format("--subject: found {}; `explore --list` lists the subjects", in_quotes(name)));
}

CampaignOptions campaign_options(const CheckSettings& settings) {
  CampaignOptions options;
  if (settings.runs) options.programs = parse_number("--runs", *settings.runs, 1, any);
  if (settings.time) options.time = parse_duration("--time", *settings.time);
  if (!options.programs && !options.time) options.time = default_time;
  options.seed = parse_number("--seed", settings.seed, 0, any);
  options.freedom = parse_freedom("--freedom", settings.freedom);
  if (settings.subject) options.subject = parse_subject(*settings.subject);
  check_law_names(settings.laws, claims_of(options));
  options.laws = settings.laws;
  if (!settings.areas.empty()) options.areas = parse_areas("--areas", settings.areas);
  options.jobs = static_cast<unsigned>(parse_number("--jobs", settings.jobs, 1, most_jobs));
  options.shard = parse_shard("--shard", settings.shard);
  check_folder_option("--findings", settings.findings);
  if (settings.report)
    check_folder_option("--report", std::filesystem::absolute(*settings.report).parent_path());
  return options;
}

CampaignResult run_with_progress(const CampaignOptions& options) {
  const ProgressLine line;
  if (!line.is_shown()) return run_campaign(options);
  return run_campaign(
      options, [&](const CampaignProgress& progress) { line.show(progress_line(progress, line.seconds())); });
}

int check(const CheckSettings& settings) {
  CampaignOptions options = campaign_options(settings);
  options.interrupted = &end_on_interrupt();
  const CampaignResult result = run_with_progress(options);
  CampaignReport report{options, result, {}};
  if (result.counterexample) {
    const Counterexample& found = *result.counterexample;
    fmt::print("program {} of seed {} breaks {}: {}\n", found.program, found.seed, found.breach.law,
               found.breach.message);
    report.findings.push_back({found.program, to_text(report_finding(found, settings.findings))});
  }
  if (settings.report && !write_whole(*settings.report, to_json(report)))
    fmt::print(stderr, "windtunnel: {}: the report cannot be written\n", one_line(*settings.report));
  fmt::print("{}", summary(options, result, paint_of_output()));
  if (!result.counterexample) fmt::print("all laws hold\n");
  return result.counterexample ? exit_broken : exit_ok;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<CheckSettings>();
  CLI::App* command = app.add_subcommand("check", "Fly generated programs and check the laws");
  command->add_option("--runs", settings->runs, "how many programs")->type_name("N");
  command->add_option("--time", settings->time, "how long: 500ms, 60s, 2m, 1h; 10s unless --runs is given")
      ->type_name("T");
  command->add_option("--seed", settings->seed, "the same seed flies the same programs")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--freedom", settings->freedom, "what is left to choice: contract or adversary")
      ->type_name("FREEDOM")
      ->capture_default_str();
  command->add_option("--areas", settings->areas, "what the programs are made of: " + area_names())
      ->type_name("NAME,...")
      ->delimiter(',');
  command
      ->add_option(
          "--subject", settings->subject,
          "fly this subject, written in C++, instead of generated programs; `explore --list` lists them")
      ->type_name("NAME");
  command->add_option("--law", settings->laws, "the laws to check, such as V1 V5; all unless told")
      ->type_name("NAME");
  command->add_option("--jobs", settings->jobs, "how many processes")->type_name("N")->capture_default_str();
  command
      ->add_option("--shard", settings->shard,
                   "i/n: of n shards, which together are the campaign, only the i-th; see `merge`")
      ->type_name("I/N");
  command->add_option("--report", settings->report, "write a report to this file, for `merge`")
      ->type_name("FILE");
  command->add_option("--findings", settings->findings, "the folder for findings")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->footer(
      "Exit status: 0 all laws hold, 1 a law was broken (the finding says how), 2 wrong usage.\n"
      "^C ends the check early, with the summary so far.");
  command->callback([settings, &status] { status = check(*settings); });
}

}  // namespace windtunnel
