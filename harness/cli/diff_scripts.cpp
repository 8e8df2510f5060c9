#include "harness/cli/diff_scripts.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/core/digest.hpp"
#include "harness/core/figures.hpp"
#include "harness/core/terminal.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/oracle/comparison.hpp"
#include "harness/report/diff_summary.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

namespace {

using oracle::ScriptAgreement;

void write_or_throw(const std::filesystem::path& path, const std::string& text) {
  if (!core::write_whole(path, text))
    throw std::runtime_error(fmt::format("{}: cannot be written", one_line(path.string())));
}

void show_lines(const oracle::ScriptDifference& difference) {
  fmt::print("\n{}\nthis runtime | the real Tornado 4.5.3\n{}\n", difference.script,
             difference.failure.empty() ? oracle::side_by_side(difference) : difference.failure + "\n");
}

void keep_script(oracle::ScriptDifference found, const oracle::ScriptDiffOptions& options,
                 const std::string& folder) {
  fmt::print("program {} of seed {} breaks {}\n", found.number, options.seed,
             found.failure.empty() ? oracle::as_original : oracle::oracle_answers);
  oracle::ScriptPeer peer(options.oracle, options.timeout);
  oracle::shrink(found, peer);
  show_lines(found);
  if (!found.failure.empty()) return;
  const std::string line = oracle::to_golden_line(*found.kind, found.script, found.real);
  const auto path =
      std::filesystem::path(folder) / fmt::format("as-original-{}.jsonl", core::hex(core::digest_of(line)));
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  write_or_throw(path, line);
  fmt::print("finding     {0}\ncompare     ./wt diff {0}\n", path.string());
}

oracle::ScriptDiffResult run_with_progress(const oracle::ScriptDiffOptions& options) {
  core::ProgressLine line;
  if (!line.is_shown()) return run_script_diff(options);
  return run_script_diff(options, [&](const engine::PoolProgress& progress) {
    line.show(report::diff_progress_line(progress, line.seconds()));
  });
}

void summarize(const oracle::ScriptDiffOptions& options, const oracle::ScriptDiffResult& result) {
  fmt::print("programs    {}  (seed {})\nlines       {}\n", core::grouped(result.programs), options.seed,
             core::grouped(result.lines));
  if (result.undetermined != 0)
    fmt::print(
        "unsure      {} programs, for which the real one differs from itself: nothing is said of them\n",
        core::grouped(result.undetermined));
  fmt::print("time        {:.1f} s{}\n", result.seconds, result.interrupted ? ", interrupted" : "");
}

// The lines of a golden file, each with its number for messages.
template <class Use>
void each_golden(const std::string& name, Use use) {
  std::ifstream file(name);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    try {
      use(oracle::parse_golden_line(line), number);
    } catch (const std::exception& error) {
      throw UsageError(fmt::format("{}:{}: {}", one_line(name), number, error.what()));
    }
  }
  if (number == 0) throw UsageError(one_line(name) + ": found no line; allowed: a file of scripts");
}

}  // namespace

int diff_scripts(const oracle::ScriptDiffOptions& options, const std::string& findings) {
  const oracle::ScriptDiffResult result = run_with_progress(options);
  if (result.crash) fmt::print("{}\n", *result.crash);
  if (result.found) keep_script(*result.found, options, findings);
  summarize(options, result);
  if (!result.clean()) return exit_broken;
  fmt::print("{}\n", result.programs == 0 ? "nothing was compared" : "no difference");
  return exit_ok;
}

int diff_script_files(const std::vector<std::string>& names, const oracle::ScriptDiffOptions& options) {
  oracle::ScriptPeer peer(options.oracle, options.timeout);
  std::size_t scripts = 0;
  std::size_t differ = 0;
  for (const std::string& name : names) {
    each_golden(name, [&](const oracle::GoldenScript& golden, std::size_t number) {
      ++scripts;
      oracle::ScriptDifference difference{
          number, golden.kind, golden.script, golden.kind->run(golden.script), {}};
      const ScriptAgreement agreement =
          compare(*golden.kind, golden.script, difference.ours, difference.real, peer);
      const bool as_recorded =
          golden.kind->comparable(golden.real) == golden.kind->comparable(difference.real);
      if (agreement == ScriptAgreement::same && as_recorded) return;
      ++differ;
      fmt::print("DIFFERS  {}:{}{}\n", name, number,
                 as_recorded ? "" : ": the real one says something else than the file");
      show_lines(difference);
    });
  }
  fmt::print("{} programs: {} differ\n", scripts, differ);
  return differ == 0 ? exit_ok : exit_broken;
}

int record_scripts(const oracle::ScriptDiffOptions& options, const std::string& file) {
  oracle::ScriptPeer peer(options.oracle, options.timeout);
  std::string text;
  for (std::uint64_t number = 0; number < *options.programs; ++number) {
    oracle::ScriptDifference difference{number, options.kind, diff_script(options, number), {}, {}};
    difference.ours = options.kind->run(difference.script);
    const ScriptAgreement agreement =
        compare(*options.kind, difference.script, difference.ours, difference.real, peer);
    if (agreement != ScriptAgreement::same) {
      show_lines(difference);
      fmt::print("program {} of seed {} {}: nothing is recorded\n", number, options.seed,
                 agreement == ScriptAgreement::differs ? "differs" : "is undetermined");
      return exit_broken;
    }
    text += oracle::to_golden_line(*options.kind, difference.script, difference.real);
  }
  write_or_throw(file, text);
  fmt::print("recorded  {}  {} programs\n", file, *options.programs);
  return exit_ok;
}

}  // namespace windtunnel::cli
