// windtunnel shrink: makes a finding on disk smaller, while the same law is violated.
#include <fmt/format.h>
#include <memory>
#include <string>

#include "harness/cli/commands.hpp"
#include "harness/cli/keep_found.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/oracle/difference_finding.hpp"

namespace windtunnel::cli {

namespace {

int shrink_file(const std::string& file) {
  const findings::Finding finding = findings::read_finding(file);
  if (oracle::is_difference(finding)) {
    throw UsageError(
        fmt::format("{}: found a difference from the real Tornado; allowed here: a finding of this "
                    "runtime's; ./wt diff shrinks what it finds",
                    one_line(file)));
  }
  core::Failure found = failure_of(finding, file);
  const std::unique_ptr<properties::Judge> judge = judge_of(finding, found, file);
  const findings::Replay now = findings::replay_isolated(found, *judge, core::LogMode::nearest);
  if (!now.violation) {
    const findings::ReplayVerdict verdict = findings::verdict_of(now);
    fmt::print("{}\nthere is nothing to shrink\n", in_words(verdict, finding, now));
    return verdict == findings::ReplayVerdict::fixed ? exit_ok : exit_broken;
  }
  found.violation = *now.violation;
  found.schedule = now.schedule;
  findings::KeepOptions options;
  options.folder = std::filesystem::absolute(file).parent_path();
  findings::check_folder(options.folder);
  const findings::Kept kept = keep(found, *judge, options);
  show(kept);
  std::error_code ignored;
  if (!kept.path.empty() && !std::filesystem::equivalent(kept.path, file, ignored))
    std::filesystem::remove(file, ignored);
  return kept.not_written.empty() ? exit_broken : exit_usage;
}

}  // namespace

void add_shrink_command(CLI::App& app, int& status) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("shrink", "Make a finding smaller, while the same law is violated");
  command->add_option("FINDING", *file, "the finding's file, which the smaller finding replaces")
      ->required()
      ->type_name("");
  command->footer(
      "Exit status: 1 the law is violated, and the finding is as small as it gets; 0 the finding\n"
      "does not fail any more; 2 wrong usage or a file that is not a finding.");
  command->callback([file, &status] { status = shrink_file(*file); });
}

}  // namespace windtunnel::cli
