// windtunnel explore: searches the schedules of one subject, a scenario's file or a C++ subject's name.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_finding.hpp"
#include "harness/report/figures.hpp"
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
  std::string strategy = "portfolio";
  std::string depth = "3";
  bool complete = false;
  std::optional<std::string> runs;
  std::optional<std::string> time;
  std::string seed = "1";
  std::string freedom = "contract";
  std::string jobs = "1";
  std::string findings = "findings";
  bool list = false;
};

constexpr std::chrono::duration<double> default_exploring_time{10};
constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

SearchOptions search_options(const ExploreSettings& settings) {
  SearchOptions options;
  options.strategy = settings.complete ? "exhaustive" : settings.strategy;
  options.depth = static_cast<unsigned>(parse_number("--depth", settings.depth, 1, 1000));
  try {
    make_strategy(options.strategy);
  } catch (const std::invalid_argument&) {
    throw UsageError(fmt::format("--strategy: found {}; allowed here: {}", in_quotes(settings.strategy),
                                 strategy_names()));
  }
  options.runs = settings.runs ? parse_number("--runs", *settings.runs, 1, no_limit) : no_limit;
  if (settings.time) options.time = parse_duration("--time", *settings.time);
  if (!settings.runs && !settings.time) options.time = default_exploring_time;
  options.seed = parse_number("--seed", settings.seed, 0, no_limit);
  options.freedom = parse_freedom("--freedom", settings.freedom);
  options.jobs = static_cast<unsigned>(parse_number("--jobs", settings.jobs, 1, 256));
  check_folder_option("--findings", settings.findings);
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
    return explore_subject(*native, options, settings.findings, std::move(found), settings.subject);
  }
  if (settings.subject.empty() || !std::filesystem::exists(settings.subject)) {
    throw UsageError(
        fmt::format("explore: found {}; allowed here: a scenario's file, or a subject of those that `explore "
                    "--list` lists",
                    in_quotes(settings.subject)));
  }
  options.laws = true;
  found.scenario = parse(read_source(settings.subject), settings.subject);
  const ScenarioSubject scenario(found.scenario, settings.subject);
  return explore_subject(scenario.subject(), options, settings.findings, found, settings.subject);
}

}  // namespace

void add_explore_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<ExploreSettings>();
  CLI::App* command = app.add_subcommand("explore", "Search the schedules of one program");
  command->add_option("subject", settings->subject, "a scenario's file, or the name of a subject in C++")
      ->type_name("FILE|SUBJECT");
  command->add_option("--strategy", settings->strategy, "one of " + strategy_names())
      ->type_name("NAME")
      ->capture_default_str();
  command
      ->add_option("--depth", settings->depth, "how many ordered events, or deviations, a strategy looks for")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--complete", settings->complete, "run all schedules, but for equivalent ones");
  command->add_option("--runs", settings->runs, "how many schedules")->type_name("N");
  command->add_option("--time", settings->time, "how long: 500ms, 60s, 2m, 1h; 10s unless --runs is given")
      ->type_name("T");
  command->add_option("--seed", settings->seed, "the same seed runs the same schedules")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--freedom", settings->freedom, "what is left to choice: contract or adversary")
      ->type_name("FREEDOM")
      ->capture_default_str();
  command->add_option("--jobs", settings->jobs, "how many processes")->type_name("N")->capture_default_str();
  command->add_option("--findings", settings->findings, "the folder for findings")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->add_flag("--list", settings->list, "show the subjects in C++ and what they are about");
  command->footer(
      "Exit status: 0 nothing broke, 1 something did (the finding says how), 2 wrong usage.\n"
      "^C ends the search early, with the summary so far.");
  command->callback([settings, &status] { status = explore_command(*settings); });
}

}  // namespace windtunnel
