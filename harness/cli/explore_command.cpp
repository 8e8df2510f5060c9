// windtunnel explore: searches the schedules of one subject, a scenario file or a named C++ subject.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>

#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_finding.hpp"
#include "harness/core/figures.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/search/explore_summary.hpp"
#include "harness/search/explorer.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

struct ExploreSettings {
  std::string subject;
  CampaignSettings campaign;
  Freedom model = Freedom::contract;
  std::string strategy = "portfolio";
  unsigned depth = default_depth;
  bool complete = false;
  bool list = false;
};

constexpr std::uint64_t deepest = 1000;

SearchOptions search_options(const ExploreSettings& settings) {
  SearchOptions options;
  options.strategy = settings.complete ? "exhaustive" : settings.strategy;
  options.depth = settings.depth;
  try {
    make_strategy(options.strategy);
  } catch (const std::invalid_argument&) {
    throw UsageError(fmt::format("--strategy: {} is not a strategy; there are {}",
                                 in_quotes(settings.strategy), strategy_names()));
  }
  options.runs = settings.campaign.runs.value_or(any_number);
  options.time = settings.campaign.time_limit();
  options.seed = settings.campaign.seed;
  options.freedom = settings.model;
  options.jobs = settings.campaign.jobs;
  check_folder_option("--findings", settings.campaign.findings);
  return options;
}

int explore_subject(const Subject& subject, const SearchOptions& options, const std::string& folder,
                    Counterexample found, const std::string& name) {
  const ProgressLine line;
  const SearchResult result = search(subject, options, [&](std::uint64_t runs) {
    if (line.is_shown()) line.show(fmt::format("{} schedules", grouped(runs)));
  });
  if (result.broken) {
    found.schedule = result.broken->schedule;
    found.freedom = options.freedom;
    found.phase_limit = options.phase_limit;
    found.breach = result.broken->breach;
    found.last_words = result.broken->last_words;
    found.seed = options.seed;
    fmt::print("schedule {} of seed {} breaks {}: {}\n", grouped(result.broken->run), found.seed,
               found.breach.law, found.breach.message);
    report_finding(found, folder);
  }
  fmt::print("{}", search_summary(name, options, result));
  if (!result.broken) fmt::print("nothing broke\n");
  return result.broken ? exit_broken : exit_ok;
}

int explore_command(const ExploreSettings& settings) {
  if (settings.list) {
    for (const std::string& name : native_subject_names()) {
      fmt::print("{:<24}{}\n", name, about_native_subject(name));
    }
    return exit_ok;
  }
  SearchOptions options = search_options(settings);
  options.interrupted = &end_on_interrupt();
  Counterexample found;
  if (const std::optional<Subject> native = find_native_subject(settings.subject)) {
    found.subject = settings.subject;
    return explore_subject(*native, options, settings.campaign.findings, std::move(found), settings.subject);
  }
  if (settings.subject.empty() || !std::filesystem::exists(settings.subject)) {
    throw UsageError(
        fmt::format("no subject or file named {}. `windtunnel explore --list` lists the subjects.",
                    in_quotes(settings.subject)));
  }
  options.laws = true;
  found.scenario = parse(read_source(settings.subject), settings.subject);
  const ScenarioSubject scenario(found.scenario, settings.subject);
  return explore_subject(scenario.subject(), options, settings.campaign.findings, found, settings.subject);
}

}  // namespace

void add_explore_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<ExploreSettings>();
  CLI::App* command = app.add_subcommand("explore", "Search the schedules of one program");
  command->add_option("subject", settings->subject, "a scenario file, or the name of a C++ subject")
      ->type_name("FILE|SUBJECT");
  command->add_option("--strategy", settings->strategy, "one of " + strategy_names())
      ->type_name("NAME")
      ->capture_default_str();
  add_number_option(*command, "--depth", settings->depth, 1, deepest,
                    "the number of ordered events, or deviations, that a strategy looks for");
  command->add_flag("--complete", settings->complete, "run all schedules except equivalent ones");
  add_campaign_options(*command, settings->campaign, "schedules");
  add_model_option(*command, settings->model);
  command->add_flag("--list", settings->list, "list the C++ subjects with their descriptions");
  command->footer(
      "Exit status: 0 nothing broke, 1 a rule or law is violated (the finding says how), 2 wrong usage.\n"
      "^C ends the search early, with the summary so far.");
  command->callback([settings, &status] { status = explore_command(*settings); });
}

}  // namespace windtunnel
