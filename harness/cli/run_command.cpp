// windtunnel run: runs scenario files and prints their traces.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "harness/choices/log_source.hpp"
#include "harness/cli/commands.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

struct RunSettings {
  std::vector<std::string> files;
  std::string schedule = "-";
  std::string freedom = "contract";
};

void run_file(const std::string& file, const ChoiceLog& schedule, Freedom freedom) {
  Scenario scenario = parse(read_source(file), file);
  ScenarioSubject subject(scenario, file);
  LogSource choices(schedule);
  RunOptions options;
  options.freedom = freedom;
  options.observe = false;
  Trace trace;
  run(subject.subject(), choices, options, trace);
  std::string text = trace.full_text();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int run_files(const RunSettings& settings) {
  ChoiceLog schedule;
  try {
    schedule = parse_schedule(settings.schedule);
  } catch (const ScheduleError& error) {
    throw UsageError(std::string("--schedule: ") + error.what());
  }
  bool first = true;
  for (const std::string& file : settings.files) {
    if (!std::exchange(first, false)) std::fputc('\n', stdout);
    run_file(file, schedule, *freedom_named(settings.freedom));
  }
  return exit_ok;
}

}  // namespace

void add_run_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<RunSettings>();
  CLI::App* command = app.add_subcommand("run", "Run scenario files and print their traces");
  command->add_option("FILE", settings->files, "scenario files")->required();
  command->add_option("--schedule", settings->schedule, "the schedule to force, such as 1/3,0/2; `-` is the canonical one");
  command->add_option("--freedom", settings->freedom, "what is left to choice")
      ->check(CLI::IsMember({"contract", "adversary"}));
  command->callback([settings, &status] { status = run_files(*settings); });
}

}  // namespace windtunnel
