// windtunnel explore: searches the schedules of one subject, a scenario file or a named C++ subject.
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/keep_found.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_option.hpp"
#include "harness/cli/shard_option.hpp"
#include "harness/core/figures.hpp"
#include "harness/core/printable.hpp"
#include "harness/core/terminal.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/engine/search_part.hpp"
#include "harness/findings/page/search_page.hpp"
#include "harness/findings/progress.hpp"
#include "harness/properties/livelock_judge.hpp"
#include "harness/report/explore_summary.hpp"
#include "harness/report/search_report.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::cli {

namespace {

struct ExploreSettings {
  std::string subject;
  CampaignSettings campaign;
  core::SchedulingModel model = core::SchedulingModel::exact;
  std::string strategy = "portfolio";
  unsigned depth = strategies::default_depth;
  bool complete = false;
  bool livelock = false;
  bool list = false;
  std::optional<engine::ShardRequest> shard;
  std::optional<std::string> report;
  std::string html;  // the folder for its page; empty: not wanted
};

constexpr std::uint64_t deepest = 1000;

engine::SearchOptions search_options(const ExploreSettings& settings) {
  engine::SearchOptions options;
  options.strategy = settings.complete ? "exhaustive" : settings.livelock ? "fair" : settings.strategy;
  options.depth = settings.depth;
  try {
    strategies::make_strategy(options.strategy);
  } catch (const std::invalid_argument&) {
    throw UsageError(fmt::format("--strategy: {} is not a strategy; there are {}",
                                 scenario::in_quotes(settings.strategy), strategies::strategy_names()));
  }
  options.runs = settings.campaign.runs.value_or(any_number);
  options.time = settings.campaign.time_limit();
  options.seed = settings.campaign.seed;
  options.jobs = settings.campaign.jobs;
  check_folder_option("--findings", settings.campaign.findings);
  if (!settings.html.empty()) check_folder_option("--html", settings.html);
  if (settings.report) check_report_option(*settings.report);
  if (settings.shard && engine::enumerates(options.strategy)) {
    throw UsageError(fmt::format(
        "--shard: the strategy {} runs every schedule once, which shards cannot share", options.strategy));
  }
  return options;
}

// The case that is meant.
core::Case chosen_case(const std::string& name) {
  if (const std::optional<core::Subject> subject = subjects::find_cpp_subject(name)) return case_of(*subject);
  if (name.empty() || !std::filesystem::exists(name)) {
    throw UsageError(
        fmt::format("no subject or file named {}. `windtunnel explore --list` lists the subjects.",
                    scenario::in_quotes(name)));
  }
  return subjects::case_of(scenario::parse(scenario::read_source(name), name), name);
}

// A program in a World is judged by its own rules, a scenario by the laws too.
std::unique_ptr<properties::Judge> chosen_judge(const ExploreSettings& settings, const core::Case& one) {
  if (settings.livelock) return std::make_unique<properties::LivelockJudge>();
  if (!one.program) return std::make_unique<properties::NoJudge>();
  return std::make_unique<properties::LawJudge>(one.subject.guarantees);
}

// Searches, and shows on a terminal how far it is.
engine::SearchResult search_with_progress(const core::Case& one, properties::Judge& judge,
                                          const engine::SearchOptions& options, findings::Curves& curves) {
  core::ProgressLine line;
  findings::ProgressTeller teller(options);
  return search(one, judge, options, [&](const engine::SearchProgress& progress) {
    const double seconds = line.seconds();
    if (line.is_shown()) line.show(teller.words(seconds, progress));
    curves.add(seconds, findings::values_of(progress));
  });
}

// False if a report was asked for and cannot be written. `options` are those of the whole search.
bool report_search(const ExploreSettings& settings, const engine::SearchOptions& options,
                   const engine::SearchResult& result, const std::optional<findings::Finding>& finding) {
  if (!settings.report) return true;
  report::SearchReport report;
  report.what = {settings.subject,
                 options.strategy,
                 options.depth,
                 options.runs,
                 options.time ? options.time->count() : 0,
                 options.seed,
                 settings.model,
                 settings.livelock};
  report.shard = shard_of(settings.shard);
  report.result = result;
  if (finding) report.findings.push_back({report.shard.number, result.failure->run, to_text(*finding)});
  if (write_report(*settings.report, to_json(report))) return true;
  say_not_reported("explore", *settings.report);
  return false;
}

int explore_command(const ExploreSettings& settings) {
  if (settings.list) {
    for (const std::string& name : subjects::cpp_subject_names()) {
      fmt::print("{:<24}{}\n", name, subjects::about_cpp_subject(name));
    }
    return exit_ok;
  }
  const engine::SearchOptions whole = search_options(settings);
  engine::SearchOptions options = whole;
  options.interrupted = &end_on_interrupt();
  const engine::Shard shard = shard_of(settings.shard);
  take_part(options, shard);
  core::Case one = chosen_case(settings.subject);
  one.model = settings.model;
  if (settings.livelock) one.phase_limit = properties::livelock_phase_limit;
  const std::unique_ptr<properties::Judge> judge = chosen_judge(settings, one);
  show_shard(settings.shard);
  findings::Curves curves;
  engine::SearchResult result = search_with_progress(one, *judge, options, curves);
  result.is_part = is_split(options, shard) && !result.over;
  findings::CampaignPage page;
  if (!settings.html.empty()) page = page_of(settings.subject, options, result, std::move(curves));
  std::optional<findings::Finding> finding;
  if (result.failure) {
    const engine::SearchFailure& found = *result.failure;
    fmt::print("schedule {} of seed {} breaks {}: {}\n", core::grouped(found.run), options.seed,
               found.violation.law, core::printable_lines(found.violation.message));
    const findings::Kept kept = keep_and_show(found, settings.campaign.findings, options.time);
    finding = kept.finding;
    if (!settings.html.empty()) page.findings.push_back(page_finding(kept, found));
  }
  if (!settings.html.empty()) write_page_option(page, settings.html);
  fmt::print("{}", report::search_summary(settings.subject, options, result));
  const bool broken = result.failure || !result.objections().empty();
  if (!broken) fmt::print("nothing broke\n");
  const bool reported = report_search(settings, whole, result, finding);
  if (broken) return exit_broken;
  return reported ? exit_ok : exit_usage;
}

}  // namespace

void add_explore_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<ExploreSettings>();
  CLI::App* command = app.add_subcommand("explore", "Search the schedules of one program");
  command->add_option("subject", settings->subject, "a scenario file, or the name of a C++ subject")
      ->type_name("FILE|SUBJECT");
  command->add_option("--strategy", settings->strategy, "one of " + strategies::strategy_names())
      ->type_name("NAME")
      ->capture_default_str();
  add_number_option(*command, "--depth", settings->depth, 1, deepest,
                    "the number of ordered events, or deviations, that a strategy looks for");
  command->add_flag(
      "--complete", settings->complete,
      "run every schedule; of a subject that declares its accesses, none that is equivalent to another");
  command->add_flag("--livelock", settings->livelock,
                    "search for runs that do not end although scheduling becomes fair (strategy `fair`)");
  add_campaign_options(*command, settings->campaign, "schedules");
  add_model_option(*command, settings->model);
  add_shard_option(*command, settings->shard, "schedules");
  add_report_option(*command, settings->report);
  command->add_option("--html", settings->html, "write a page about the search into this folder")
      ->type_name("FOLDER");
  command->add_flag("--list", settings->list, "list the C++ subjects with their descriptions");
  command->footer(
      "Exit status: 0 nothing broke, 1 a rule or law is violated (the finding says how) or no run reached a "
      "goal of\n"
      "sometimes(), 2 wrong usage, or the report cannot be written.\n"
      "^C, SIGTERM and SIGHUP end the search early, with the summary so far.");
  command->callback([settings, &status] { status = explore_command(*settings); });
}

}  // namespace windtunnel::cli
