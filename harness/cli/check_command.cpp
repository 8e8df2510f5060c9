// windtunnel check: runs generated programs, judges them by the laws, and writes a finding if one is broken.
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/keep_found.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_option.hpp"
#include "harness/cli/shard_option.hpp"
#include "harness/core/printable.hpp"
#include "harness/core/terminal.hpp"
#include "harness/engine/campaign.hpp"
#include "harness/generator/areas.hpp"
#include "harness/report/campaign_report.hpp"
#include "harness/report/check_page.hpp"
#include "harness/report/summary.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

namespace {

struct CheckSettings {
  CampaignSettings campaign;
  core::SchedulingModel model = core::SchedulingModel::exact;
  generator::Areas areas = engine::CampaignOptions().areas;
  std::vector<std::string> laws;
  std::optional<engine::ShardRequest> shard;
  std::optional<std::string> report;
  std::optional<std::string> html;
  std::optional<std::string> subject;
};

void check_law_names(const std::vector<std::string>& names, core::Guarantees guarantees) {
  for (const std::string& name : names) {
    try {
      properties::LawSet(std::vector<std::string>{name}, guarantees);
    } catch (const std::invalid_argument&) {
      throw UsageError(fmt::format("--law: {} is not a law that is checked here; there are {}",
                                   scenario::in_quotes(name), properties::law_names(guarantees)));
    }
  }
}

subjects::CppSubject parse_subject(const std::string& name) {
  if (const std::optional<subjects::CppSubject> subject = subjects::cpp_subject_named(name)) return *subject;
  throw UsageError(
      fmt::format("--subject: no subject is named {}. `windtunnel explore --list` lists the subjects.",
                  scenario::in_quotes(name)));
}

engine::CampaignOptions campaign_options(const CheckSettings& settings) {
  engine::CampaignOptions options;
  options.programs = settings.campaign.runs;
  options.time = settings.campaign.time_limit();
  options.seed = settings.campaign.seed;
  options.model = settings.model;
  if (settings.subject) options.subject = parse_subject(*settings.subject);
  check_law_names(settings.laws, guarantees_of(options));
  options.laws = settings.laws;
  options.areas = settings.areas;
  options.jobs = settings.campaign.jobs;
  options.shard = shard_of(settings.shard);
  check_folder_option("--findings", settings.campaign.findings);
  if (settings.report) check_report_option(*settings.report);
  if (settings.html) check_folder_option("--html", *settings.html);
  return options;
}

engine::CampaignResult run_with_progress(const engine::CampaignOptions& options, findings::Curves& curves) {
  core::ProgressLine line;
  return run_campaign(options, [&](const engine::CampaignProgress& progress) {
    const double seconds = line.seconds();
    if (line.is_shown()) line.show(report::progress_line(options, progress, seconds));
    curves.add(seconds, report::values_of(progress));
  });
}

int check(const CheckSettings& settings) {
  engine::CampaignOptions options = campaign_options(settings);
  options.interrupted = &end_on_interrupt();
  show_shard(settings.shard);
  findings::Curves curves;
  const engine::CampaignResult result = run_with_progress(options, curves);
  findings::CampaignPage page;
  if (settings.html) page = report::page_of(options, result, std::move(curves));
  report::CampaignReport report{options, result, {}};
  if (result.failure) {
    const engine::CampaignFailure& found = *result.failure;
    fmt::print("program {} of seed {} breaks {}: {}\n", found.number, options.seed, found.violation.law,
               core::printable_lines(found.violation.message));
    const findings::Kept kept = keep_and_show(found, settings.campaign.findings, options.time);
    report.findings.push_back({found.number, to_text(kept.finding)});
    if (settings.html) page.findings.push_back(page_finding(kept, found));
  }
  if (settings.html) write_page_option(page, *settings.html);
  const bool reported = !settings.report || write_report(*settings.report, to_json(report));
  fmt::print("{}", summary(options, result, paint_of_output()));
  if (!result.failure) fmt::print("all laws hold\n");
  if (!reported) say_not_reported("check", *settings.report);
  if (result.failure) return exit_broken;
  return reported ? exit_ok : exit_usage;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<CheckSettings>();
  CLI::App* command = app.add_subcommand("check", "Run generated programs and check the laws");
  add_campaign_options(*command, settings->campaign, "programs");
  add_model_option(*command, settings->model);
  add_areas_option(*command, settings->areas);
  command
      ->add_option("--subject", settings->subject,
                   "run this C++ subject instead of generated programs; `explore --list` lists them")
      ->type_name("NAME");
  command->add_option("--law", settings->laws, "the laws to check, such as V1 V5; all unless told")
      ->type_name("NAME");
  add_shard_option(*command, settings->shard, "programs");
  add_report_option(*command, settings->report);
  command->add_option("--html", settings->html, "write a page about the check into this folder")
      ->type_name("FOLDER");
  command->footer(
      "Exit status: 0 all laws hold, 1 a law was broken (the finding says how), 2 wrong usage, or the "
      "report\n"
      "cannot be written.\n"
      "^C, SIGTERM and SIGHUP end the check early, with the summary so far.");
  command->callback([settings, &status] { status = check(*settings); });
}

}  // namespace windtunnel::cli
