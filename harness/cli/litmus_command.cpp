// windtunnel litmus: runs litmus scenarios under every schedule and says whether their outcomes are those
// that they expect.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/keep_found.hpp"
#include "harness/core/log_source.hpp"
#include "harness/litmus/exploration.hpp"
#include "harness/litmus/litmus_index.hpp"
#include "harness/litmus/oracle_runs.hpp"
#include "harness/litmus/outcome.hpp"
#include "harness/litmus/table.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::cli {

namespace {

struct LitmusSettings {
  std::vector<std::string> names;
  bool list = false;
  bool confirm = false;
  core::SchedulingModel model = core::SchedulingModel::exact;
  std::uint64_t limit = litmus::default_schedule_limit;
  unsigned jobs = 1;
  std::string root = ".";
};

// A litmus scenario, read and ready to run.
struct Loaded {
  litmus::LitmusEntry entry;
  core::Case scenario;
};

std::filesystem::path folder_of(const LitmusSettings& settings) {
  return std::filesystem::path(settings.root) / "corpus/litmus";
}

// As a path from here, where it is below.
std::string shown(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::relative(file, error);
  return error || here.empty() || *here.begin() == ".." ? file.string() : here.string();
}

// A path has a slash or an ending; anything else is the name of a scenario of the corpus.
litmus::LitmusEntry entry_named(const LitmusSettings& settings, const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".py");
  const std::filesystem::path file =
      is_path ? std::filesystem::path(name) : folder_of(settings) / (name + ".py");
  if (!is_path && !std::filesystem::exists(file)) {
    throw UsageError(
        fmt::format("found {}; allowed here: the path of a file, or one of the names that "
                    "litmus --list shows",
                    scenario::in_quotes(name)));
  }
  return litmus::read_litmus(shown(file));
}

std::vector<litmus::LitmusEntry> chosen(const LitmusSettings& settings) {
  if (settings.names.empty()) return litmus::litmus_index(shown(folder_of(settings)));
  std::vector<litmus::LitmusEntry> entries;
  entries.reserve(settings.names.size());
  for (const std::string& name : settings.names) entries.push_back(entry_named(settings, name));
  return entries;
}

// In the adversarial model only those run that say something about it.
void keep_claimed(std::vector<litmus::LitmusEntry>& entries, const LitmusSettings& settings) {
  for (const litmus::LitmusEntry& entry : entries) {
    if (!settings.names.empty() && !entry.header.adversary) {
      throw UsageError(
          fmt::format("--model: {} says nothing about the adversarial model: it has no line "
                      "`# model: adversarial`",
                      entry.name));
    }
  }
  std::erase_if(entries, [](const litmus::LitmusEntry& entry) { return !entry.header.adversary; });
}

int list(const std::vector<litmus::LitmusEntry>& entries) {
  std::size_t width = 0;
  for (const litmus::LitmusEntry& entry : entries) width = std::max(width, entry.name.size());
  for (const litmus::LitmusEntry& entry : entries) {
    fmt::print("{:{}}  {}\n", entry.name, width, entry.header.question);
  }
  return exit_ok;
}

// Prints the blocks as they come, and counts.
class Report {
 public:
  void add(litmus::JudgedScenario scenario, const std::string& difference = {}) {
    if (!difference.empty()) scenario.judgement.verdict = litmus::Verdict::fail;
    fmt::print("{}", to_block(scenario));
    if (!difference.empty()) fmt::print("      {}\n", difference);
    fmt::print("\n");
    tally_.add(scenario.judgement);
    if (scenario.judgement.verdict != litmus::Verdict::ok) bad_.push_back(scenario.name);
  }

  int finish() const {
    fmt::print("{}\n", to_line(tally_));
    if (!bad_.empty()) fmt::print("not ok: {}\n", fmt::join(bad_, " "));
    return tally_.all_ok() ? exit_ok : exit_broken;
  }

 private:
  litmus::Tally tally_;
  std::vector<std::string> bad_;
};

// All files are read before the first one runs: wrong input prints nothing.
std::vector<Loaded> load(std::vector<litmus::LitmusEntry> entries) {
  std::vector<Loaded> loaded;
  for (litmus::LitmusEntry& entry : entries) {
    const std::string file = entry.file.string();
    loaded.push_back(
        {std::move(entry), subjects::case_of(scenario::parse(scenario::read_source(file), file), file)});
  }
  return loaded;
}

int run_locally(std::vector<litmus::LitmusEntry> entries, const LitmusSettings& settings) {
  const std::vector<Loaded> loaded = load(std::move(entries));
  std::vector<litmus::ExploreTask> tasks;
  for (const Loaded& each : loaded) {
    tasks.push_back({each.scenario, {settings.model, each.entry.header.times, settings.limit}});
    tasks.back().scenario.model = settings.model;
  }
  const litmus::ExploredAll all = explore_isolated(tasks, settings.jobs);
  Report report;
  const std::size_t whole = all.failure ? all.failed : loaded.size();
  for (std::size_t at = 0; at < whole; ++at) {
    const litmus::LitmusEntry& entry = loaded[at].entry;
    report.add({entry.name, entry.header, judge(entry.header, all.explorations[at]),
                fmt::format("./wt run {}{}", entry.file.string(),
                            settings.model == core::SchedulingModel::exact
                                ? std::string()
                                : fmt::format(" --model {}", core::name_of(settings.model)))});
  }
  if (!all.failure) return report.finish();
  fmt::print("{} breaks {}: {}\n", loaded[all.failed].entry.name, all.failure->violation.law,
             all.failure->violation.message);
  keep_and_show(*all.failure, "findings", std::nullopt);
  return exit_broken;
}

// Where this runtime does not do what the real one did, in words; empty if it always does.
std::string difference(const Loaded& loaded, const litmus::OracleRuns& real) {
  core::RunOptions options;
  options.observe = false;
  core::Trace trace;
  for (const litmus::OracleRun& each : real.runs) {
    core::LogSource choices(each.schedule);
    run(loaded.scenario.subject, choices, options, trace);
    if (trace.text == each.text && trace.schedule == each.schedule) continue;
    return fmt::format("under the schedule {} this runtime shows: {}", to_text(each.schedule),
                       litmus::outcome_of(trace.text, true));
  }
  return {};
}

int run_on_oracle(std::vector<litmus::LitmusEntry> entries, const std::filesystem::path& root,
                  std::uint64_t limit) {
  const std::vector<Loaded> loaded = load(std::move(entries));
  std::vector<std::filesystem::path> files;
  files.reserve(loaded.size());
  for (const Loaded& each : loaded) files.push_back(each.entry.file);
  const std::vector<litmus::OracleRuns> all = litmus::explore_on_oracle(root, files, limit);
  Report report;
  for (std::size_t at = 0; at < loaded.size(); ++at) {
    const litmus::LitmusEntry& entry = loaded[at].entry;
    litmus::Exploration found;
    for (const litmus::OracleRun& each : all[at].runs) {
      found.add(litmus::outcome_of(each.text, entry.header.times), each.schedule);
    }
    found.complete = all[at].complete;
    report.add({entry.name, entry.header, judge(entry.header, found),
                "build/oracle/bin/python harness/oracle/python run " + entry.file.string()},
               difference(loaded[at], all[at]));
  }
  return report.finish();
}

int litmus(const LitmusSettings& settings) {
  if (settings.confirm && settings.model != core::SchedulingModel::exact) {
    throw UsageError("--confirm: the real Tornado has the exact model only; leave out --model");
  }
  std::vector<litmus::LitmusEntry> entries = chosen(settings);
  if (settings.model != core::SchedulingModel::exact) keep_claimed(entries, settings);
  if (entries.empty()) {
    throw UsageError(fmt::format("{}: found no scenario to run; allowed here: a folder of litmus scenarios",
                                 folder_of(settings).string()));
  }
  if (settings.list) return list(entries);
  return settings.confirm ? run_on_oracle(std::move(entries), settings.root, settings.limit)
                          : run_locally(std::move(entries), settings);
}

}  // namespace

void add_litmus_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<LitmusSettings>();
  CLI::App* command = app.add_subcommand("litmus", "Run litmus scenarios under every schedule");
  command
      ->add_option(
          "NAME", settings->names,
          "scenarios of corpus/litmus by name, others by their file's path; all of the corpus unless "
          "told")
      ->type_name("");
  command->add_flag("--list", settings->list, "only show each scenario's name and question");
  command->add_flag("--confirm", settings->confirm,
                    "run them on the real Tornado 4.5.3, and compare (needs wt setup --oracle)");
  add_model_option(*command, settings->model);
  add_number_option(*command, "--limit", settings->limit, 1, any_number,
                    "how many schedules of a scenario at most");
  add_number_option(*command, "--jobs", settings->jobs, 1, 256, "how many processes");
  add_root_option(*command, settings->root, "which has the corpus");
  command->footer(
      "Exit status: 0 every verdict is ok, 1 an expectation is not met or the limit left it open, 2 wrong\n"
      "usage or a file that is no litmus scenario. docs/litmus.md says how one is written.");
  command->callback([settings, &status] { status = litmus(*settings); });
}

}  // namespace windtunnel::cli
