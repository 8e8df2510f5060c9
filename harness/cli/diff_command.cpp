// windtunnel diff: runs programs, generated or given, on this runtime and on the real Tornado, and compares
// the traces.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/diff_scripts.hpp"
#include "harness/cli/keep_found.hpp"
#include "harness/cli/live.hpp"
#include "harness/core/terminal.hpp"
#include "harness/oracle/diff_campaign.hpp"
#include "harness/oracle/diff_files.hpp"
#include "harness/oracle/difference_finding.hpp"
#include "harness/oracle/shrink_difference.hpp"
#include "harness/oracle/side_by_side.hpp"
#include "harness/report/diff_summary.hpp"

namespace windtunnel::cli {

namespace {

struct DiffSettings {
  std::vector<std::string> files;
  CampaignSettings campaign;
  generator::Areas areas = oracle::DiffOptions().areas;
  unsigned schedules = oracle::DiffOptions().schedules;
  std::chrono::duration<double> timeout = oracle::DiffOptions().timeout;
  std::string root = ".";
  ScriptKinds scripts;  // what to draw instead of programs; empty: programs
  std::string record;   // a file for the lines of scripts; empty: none
};

constexpr std::uint64_t most_schedules = 1000;

oracle::DiffOptions diff_options(const DiffSettings& settings) {
  oracle::DiffOptions options;
  options.programs = settings.campaign.runs;
  options.time = settings.campaign.time_limit();
  options.seed = settings.campaign.seed;
  options.areas = settings.areas;
  options.schedules = settings.schedules;
  options.jobs = settings.campaign.jobs;
  options.timeout = settings.timeout;
  check_folder_option("--findings", settings.campaign.findings);
  return options;
}

oracle::DiffResult run_with_progress(const oracle::DiffOptions& options) {
  core::ProgressLine line;
  if (!line.is_shown()) return run_diff(options);
  return run_diff(options, [&](const engine::PoolProgress& progress) {
    line.show(report::diff_progress_line(progress, line.seconds()));
  });
}

void keep_difference(const oracle::FoundDifference& found, const oracle::DiffOptions& options,
                     const std::string& folder) {
  fmt::print("program {} of seed {} breaks {}: {}\n", found.program, options.seed, found.difference.law,
             found.difference.message);
  findings::KeepOptions keeping;
  keeping.folder = folder;
  keeping.shrink = shrink_limits(options.time);
  keeping.limits = oracle::limits_beside_oracle(options.timeout);
  const auto make_small = [&](const shrink::ShrinkLimits& limits) {
    oracle::Difference small = found.difference;
    oracle::OraclePeer oracle(options.oracle, options.timeout);
    const shrink::ShrinkReport report = oracle::shrink(small, oracle, limits);
    return findings::Small{to_finding(small), report};
  };
  show(keep(to_finding(found.difference), make_small, {}, keeping), "compare     ./wt diff");
}

int diff_generated(const oracle::DiffOptions& options, const std::string& findings) {
  const oracle::DiffResult result = run_with_progress(options);
  if (result.found) keep_difference(*result.found, options, findings);
  if (result.failure) {
    fmt::print("program {} of seed {} breaks {}: {}\n", result.failure->number, options.seed,
               result.failure->violation.law, result.failure->violation.message);
    keep_and_show(*result.failure, findings, options.time);
  }
  fmt::print("{}", report::summary(options, result));
  if (result.clean()) fmt::print("{}\n", result.programs == 0 ? "nothing was compared" : "no difference");
  return result.clean() ? exit_ok : exit_broken;
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// Tells what was found of one file; returns whether there is a difference.
bool report_file(const std::string& name, const oracle::LocalRuns& native,
                 const oracle::OracleAnswer& answer) {
  const std::optional<oracle::Difference> found = compare(native, answer);
  if (!found) {
    fmt::print("same     {}  {}\n", name,
               native.refused ? "refused by both" : counted(native.traces.size(), "schedule"));
    return false;
  }
  fmt::print("{:<8} {}  under the schedule {}: {}\n\n{}\n",
             found->law == oracle::oracle_answers ? "FAILED" : "DIFFERS", name, to_text(found->schedule),
             found->message, side_by_side(*found));
  return true;
}

int diff_files(const DiffSettings& settings, const oracle::DiffOptions& options) {
  const std::vector<oracle::DiffFile> files = oracle::read_diff_files(settings.files);
  oracle::OraclePeer oracle(options.oracle, options.timeout);
  oracle.greet();
  std::size_t schedules = 0;
  std::size_t differ = 0;
  for (const oracle::DiffFile& file : files) {
    // A finding has its schedule; a scenario runs under some.
    const oracle::SchedulePlan plan{file.schedule.value_or(core::ChoiceLog()),
                                    file.schedule ? 0 : options.schedules - 1, options.seed};
    const oracle::LocalRuns native = run_locally(file.source, plan);
    schedules += native.traces.size();
    if (report_file(file.name, native, oracle.ask(request_for(native)))) ++differ;
  }
  fmt::print("{}, {} on each side: {}\n", counted(files.size(), "program"), counted(schedules, "schedule"),
             differ == 0 ? "no difference" : counted(differ, "difference"));
  return differ == 0 ? exit_ok : exit_broken;
}

oracle::ScriptDiffOptions script_options(const oracle::DiffOptions& options,
                                         const subjects::ScriptKind* kind = &subjects::stream_scripts) {
  oracle::ScriptDiffOptions scripts;
  scripts.kind = kind;
  scripts.programs = options.programs;
  scripts.time = options.time;
  scripts.interrupted = &end_on_interrupt();
  scripts.seed = options.seed;
  scripts.jobs = options.jobs;
  scripts.oracle = options.oracle;
  scripts.timeout = options.timeout;
  return scripts;
}

// One kind after another; the next one only if nothing was found.
int diff_scripts_of(const DiffSettings& settings, const oracle::DiffOptions& options) {
  int status = exit_ok;
  for (const subjects::ScriptKind* kind : settings.scripts) {
    if (status != exit_ok) break;
    if (settings.scripts.size() > 1) fmt::print("{}\n", kind->name);
    status = diff_scripts(script_options(options, kind), settings.campaign.findings);
  }
  return status;
}

bool are_script_files(const std::vector<std::string>& names) {
  return !names.empty() && std::all_of(names.begin(), names.end(),
                                       [](const std::string& name) { return name.ends_with(".jsonl"); });
}

int diff(const DiffSettings& settings) {
  if (!settings.record.empty() && (settings.scripts.size() != 1 || !settings.campaign.runs))
    throw UsageError("--record: allowed with --areas streams, or http, and --runs");
  oracle::DiffOptions options = diff_options(settings);
  options.oracle = oracle::oracle_command(settings.root);
  if (are_script_files(settings.files)) return diff_script_files(settings.files, script_options(options));
  if (!settings.files.empty()) return diff_files(settings, options);
  if (!settings.record.empty())
    return record_scripts(script_options(options, settings.scripts.front()), settings.record);
  if (!settings.scripts.empty()) return diff_scripts_of(settings, options);
  options.interrupted = &end_on_interrupt();
  return diff_generated(options, settings.campaign.findings);
}

}  // namespace

void add_diff_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<DiffSettings>();
  CLI::App* command =
      app.add_subcommand("diff", "Compare programs with the real Tornado 4.5.3, line by line");
  CLI::Option* files = command
                           ->add_option("FILE", settings->files,
                                        "scenarios, folders of scenarios, findings, scripts of streams or of "
                                        "HTTP (NAME.jsonl); default: generated "
                                        "programs")
                           ->type_name("");
  add_areas_option(*command, settings->areas, &settings->scripts)->excludes(files);
  command
      ->add_option(
          "--record", settings->record,
          "with --areas streams or http: write each script, and what the real one says, into this file")
      ->type_name("FILE.jsonl")
      ->excludes(files);
  for (CLI::Option* option : add_campaign_options(*command, settings->campaign, "programs")) {
    // Files have their programs; the seed also draws their schedules.
    if (option->get_name() != "--seed") option->excludes(files);
  }
  add_number_option(*command, "--schedules", settings->schedules, 1, most_schedules,
                    "largest number per program: the canonical one, and others drawn at random");
  add_parsed_option(*command, "--patience", settings->timeout, parse_duration,
                    "how long the real Tornado may take for an answer")
      ->type_name("T")
      ->default_str("60s");
  add_root_option(*command, settings->root, "in which `wt setup --oracle` was run");
  command->footer(
      "Exit status: 0 no difference, 1 a difference, or the oracle gave no answer (the finding says "
      "which),\n"
      "2 wrong usage, or the real Tornado is not set up (wt setup --oracle).\n"
      "^C, SIGTERM and SIGHUP end the comparison early, with the summary so far.");
  command->callback([settings, &status] { status = diff(*settings); });
}

}  // namespace windtunnel::cli
