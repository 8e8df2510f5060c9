// windtunnel golden: records what the real Tornado does with scenarios.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/oracle/golden_file.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

namespace {

struct GoldenSettings {
  std::vector<std::string> files;
  unsigned schedules = 3;
  bool replace = false;
  std::string root = ".";
};

constexpr std::uint64_t most_recorded = 100;

void check_names(const GoldenSettings& settings) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : settings.files) {
    if (!name.ends_with(".py")) {
      throw UsageError(fmt::format("found {}; allowed here: the file of a scenario, whose name ends in .py",
                                   scenario::in_quotes(name)));
    }
    const std::filesystem::path path = oracle::golden_path(name).lexically_normal();
    if (std::find(paths.begin(), paths.end(), path) != paths.end()) {
      throw UsageError(
          fmt::format("found {} twice; allowed here: each file once", scenario::in_quotes(name)));
    }
    paths.push_back(path);
    std::error_code ignored;
    if (!settings.replace && std::filesystem::exists(path, ignored)) {
      throw UsageError(fmt::format("{}: found a file; allowed here: none, unless --replace is given",
                                   one_line(path.string())));
    }
  }
}

int golden(const GoldenSettings& settings) {
  check_names(settings);
  oracle::OraclePeer oracle(oracle::oracle_command(settings.root));
  oracle.greet();
  // All are asked for before the first is written: where one is wrong, nothing has changed.
  std::vector<oracle::GoldenFile> recorded;
  recorded.reserve(settings.files.size());
  for (const std::string& file : settings.files)
    recorded.push_back(ask_for_golden(file, oracle, settings.schedules));
  for (const oracle::GoldenFile& each : recorded) {
    write_golden(each);
    fmt::print("recorded  {}  {} schedule{}; this runtime does {}\n", each.path.string(), each.traces.size(),
               each.traces.size() == 1 ? "" : "s", each.as_here ? "the same" : "something else: see wt diff");
  }
  return exit_ok;
}

}  // namespace

void add_golden_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<GoldenSettings>();
  CLI::App* command = app.add_subcommand(
      "golden", "Record what the real Tornado 4.5.3 does with scenarios, NAME.trace beside NAME.py");
  command->add_option("FILE", settings->files, "scenarios, NAME.py")->required()->type_name("");
  add_number_option(*command, "--schedules", settings->schedules, 1, most_recorded,
                    "largest number of different traces: the canonical one, and others drawn at random");
  command->add_flag("--replace", settings->replace, "overwrite existing traces");
  add_root_option(*command, settings->root, "in which `wt setup --oracle` was run");
  command->footer(
      "Exit status: 0 all are recorded; 2 wrong usage, a file that is not a scenario, or the real Tornado is "
      "not\n"
      "set up (wt setup --oracle): then nothing is written.");
  command->callback([settings, &status] { status = golden(*settings); });
}

}  // namespace windtunnel::cli
