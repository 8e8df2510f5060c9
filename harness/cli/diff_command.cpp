// windtunnel diff: runs programs, generated or given, on this runtime and on the real Tornado, and says where
// the two part.
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/kept_finding.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/report_finding.hpp"
#include "harness/diff/diff_campaign.hpp"
#include "harness/diff/diff_files.hpp"
#include "harness/diff/difference_finding.hpp"
#include "harness/diff/difference_shrinker.hpp"
#include "harness/diff/side_by_side.hpp"
#include "harness/report/diff_summary.hpp"

namespace windtunnel {

namespace {

struct DiffSettings {
  std::vector<std::string> files;
  std::optional<std::string> runs;
  std::optional<std::string> time;
  std::string seed = "1";
  std::vector<std::string> areas;
  std::string schedules = "3";
  std::string jobs = "1";
  std::string patience = "60s";
  std::string findings = "findings";
  std::string root = ".";
};

constexpr std::chrono::duration<double> default_time{10};
constexpr std::uint64_t most_jobs = 256;
constexpr std::uint64_t most_schedules = 1000;
constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();

DiffOptions diff_options(const DiffSettings& settings) {
  DiffOptions options;
  if (settings.runs) options.limits.count = parse_number("--runs", *settings.runs, 1, any);
  if (settings.time) options.limits.time = parse_duration("--time", *settings.time);
  if (!settings.runs && !settings.time) options.limits.time = default_time;
  options.seed = parse_number("--seed", settings.seed, 0, any);
  if (!settings.areas.empty()) options.areas = parse_areas("--areas", settings.areas);
  options.schedules =
      static_cast<unsigned>(parse_number("--schedules", settings.schedules, 1, most_schedules));
  options.jobs = static_cast<unsigned>(parse_number("--jobs", settings.jobs, 1, most_jobs));
  options.patience = parse_duration("--patience", settings.patience);
  check_folder_option("--findings", settings.findings);
  return options;
}

DiffResult run_with_progress(const DiffOptions& options) {
  const ProgressLine line;
  if (!line.is_shown()) return run_diff(options);
  return run_diff(options,
                  [&](const DiffProgress& progress) { line.show(progress_line(progress, line.seconds())); });
}

void report_finding(const FoundDifference& found, const DiffOptions& options, const std::string& folder) {
  fmt::print("program {} of seed {} breaks {}: {}\n", found.program, options.seed, found.difference.law,
             found.difference.message);
  Difference small = found.difference;
  OraclePeer oracle(options.oracle, options.patience);
  const auto [raw, finding, path, shrunk] =
      keep_finding(folder, [&] { return to_finding(small); }, [&] { return shrink(small, oracle); });
  if (shrunk.runs > 0) {
    fmt::print("shrunk from {} to {} bytes of program and from {} to {} choices in {} runs\n",
               raw.scenario.size(), finding.scenario.size(), raw.schedule.size(), finding.schedule.size(),
               shrunk.runs);
  }
  fmt::print("\n");
  fmt::print("{}", for_people(finding));
  fmt::print("finding     {0}\ncompare     ./wt diff {0}\n\n", path.string());
}

int diff_generated(const DiffOptions& options, const std::string& findings) {
  const DiffResult result = run_with_progress(options);
  if (result.found) {
    try {
      report_finding(*result.found, options, findings);
    } catch (const std::runtime_error& error) {
      // It must not get lost because a disk is full.
      fmt::print("{}", for_people(to_finding(result.found->difference)));
      fmt::print(stderr, "windtunnel: {}\n", error.what());
    }
  }
  fmt::print("{}", summary(options, result));
  if (!result.found) fmt::print("{}\n", result.programs == 0 ? "nothing was compared" : "no difference");
  return result.found ? exit_broken : exit_ok;
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// Tells what was found of one file; returns whether there is a difference.
bool report_file(const std::string& name, const NativeRuns& native, const OracleAnswer& answer) {
  const std::optional<Difference> found = compare(native, answer);
  if (!found) {
    fmt::print("same     {}  {}\n", name,
               native.refused ? "refused by both" : counted(native.traces.size(), "schedule"));
    return false;
  }
  fmt::print("{:<8} {}  under the schedule {}: {}\n\n{}\n",
             found->law == oracle_answers ? "FAILED" : "DIFFERS", name, to_text(found->schedule),
             found->message, side_by_side(*found));
  return true;
}

int diff_files(const DiffSettings& settings, const DiffOptions& options) {
  const std::vector<DiffFile> files = read_diff_files(settings.files);
  OraclePeer oracle(options.oracle, options.patience);
  oracle.greet();
  std::size_t schedules = 0;
  std::size_t differ = 0;
  for (const DiffFile& file : files) {
    // A finding has its schedule; a scenario runs under some.
    const SchedulePlan plan{file.schedule.value_or(ChoiceLog()), file.schedule ? 0 : options.schedules - 1,
                            options.seed};
    const NativeRuns native = run_natively(file.source, plan);
    schedules += native.traces.size();
    if (report_file(file.name, native, oracle.ask(request_for(native)))) ++differ;
  }
  fmt::print("{}, {} on each side: {}\n", counted(files.size(), "program"), counted(schedules, "schedule"),
             differ == 0 ? "no difference" : counted(differ, "difference"));
  return differ == 0 ? exit_ok : exit_broken;
}

// Files have their programs and need no generator.
void refuse_what_is_for_generated(const CLI::App& command) {
  for (const char* name : {"--runs", "--time", "--areas", "--jobs", "--findings"}) {
    if (command.count(name) != 0) {
      throw UsageError(
          fmt::format("{}: found beside a FILE; allowed here: --seed, --schedules, --patience", name));
    }
  }
}

int diff(const CLI::App& command, const DiffSettings& settings) {
  if (!settings.files.empty()) refuse_what_is_for_generated(command);
  DiffOptions options = diff_options(settings);
  options.oracle = oracle_command(settings.root);
  if (!settings.files.empty()) return diff_files(settings, options);
  options.limits.interrupted = &end_on_interrupt();
  return diff_generated(options, settings.findings);
}

}  // namespace

void add_diff_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<DiffSettings>();
  CLI::App* command =
      app.add_subcommand("diff", "Compare programs with the real Tornado 4.5.3, line by line");
  command
      ->add_option("FILE", settings->files,
                   "scenarios, folders of them, findings; programs are generated unless told")
      ->type_name("");
  command->add_option("--runs", settings->runs, "how many programs")->type_name("N");
  command->add_option("--time", settings->time, "how long: 500ms, 60s, 2m, 1h; 10s unless --runs is given")
      ->type_name("T");
  command->add_option("--seed", settings->seed, "the same seed compares the programs that `check` flies")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--areas", settings->areas, "what the programs are made of: " + area_names())
      ->type_name("NAME,...")
      ->delimiter(',');
  command
      ->add_option("--schedules", settings->schedules,
                   "how many of a program at most: the canonical one, and others drawn")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--jobs", settings->jobs, "how many threads, each with an oracle of its own")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--patience", settings->patience, "how long the real one may take for an answer")
      ->type_name("T")
      ->capture_default_str();
  command->add_option("--findings", settings->findings, "the folder for findings")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->add_option("--root", settings->root, "the project's folder, in which `wt setup --oracle` was run")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->footer(
      "Exit status: 0 no difference, 1 a difference, or the real one gave no answer (the finding says "
      "which),\n"
      "2 wrong usage, or the real Tornado is not set up (wt setup --oracle).\n"
      "^C ends the comparison early, with the summary so far.");
  command->callback([settings, command, &status] { status = diff(*command, *settings); });
}

}  // namespace windtunnel
