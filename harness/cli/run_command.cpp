// windtunnel run: runs scenario files and prints their traces.
#include <cstdio>
#include <deque>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/core/log_source.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/properties/judge.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::cli {

namespace {

struct RunSettings {
  std::vector<std::string> files;
  core::ChoiceLog schedule;
  core::SchedulingModel model = core::SchedulingModel::exact;
};

// A scenario file, read and ready to run.
struct LoadedScenario {
  explicit LoadedScenario(const std::string& file)
      : scenario(scenario::parse(scenario::read_source(file), file)), subject(scenario, file) {}
  LoadedScenario(const LoadedScenario&) = delete;
  LoadedScenario& operator=(const LoadedScenario&) = delete;

  scenario::Scenario scenario;
  subjects::ScenarioSubject subject;
};

void run_loaded(const LoadedScenario& loaded, const std::string& file, const core::ChoiceLog& schedule,
                core::SchedulingModel model) {
  core::LogSource choices(schedule);
  core::RunOptions options;
  options.model = model;
  core::Trace trace;
  run(loaded.subject.subject(), choices, options, trace);
  const std::string text = trace.full_text();
  std::fwrite(text.data(), 1, text.size(), stdout);
  report_known(properties::known_defects(trace));
  if (choices.divergence())
    fmt::print(stderr, "windtunnel: {}: {}\n", one_line(file), findings::describe(*choices.divergence()));
}

int run_files(const RunSettings& settings) {
  // All files are read before the first one runs: wrong input prints nothing.
  std::deque<LoadedScenario> loaded;
  for (const std::string& file : settings.files) loaded.emplace_back(file);
  for (std::size_t at = 0; at < loaded.size(); ++at) {
    if (at > 0) std::fputc('\n', stdout);
    run_loaded(loaded[at], settings.files[at], settings.schedule, settings.model);
  }
  return exit_ok;
}

}  // namespace

void add_run_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<RunSettings>();
  CLI::App* command = app.add_subcommand("run", "Run scenario files and print their traces");
  command->add_option("FILE", settings->files, "scenario files; an empty line separates their traces")
      ->required()
      ->type_name("");
  add_parsed_option(*command, "--schedule", settings->schedule, parse_schedule_option,
                    "the schedule to force, such as 1/3,0/2; - is the canonical one")
      ->type_name("S")
      ->default_str("-");
  add_model_option(*command, settings->model);
  command->footer(
      "Known defects of the original that a run shows are named on standard error (wt laws --known).\n"
      "Exit status: 0, whatever the programs did; 2 wrong usage or a file that is not a scenario.");
  command->callback([settings, &status] { status = run_files(*settings); });
}

}  // namespace windtunnel::cli
