// windtunnel replay: runs a finding again and says whether its law is still violated.
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <string>

#include "harness/cli/commands.hpp"
#include "harness/cli/debugger.hpp"
#include "harness/cli/live.hpp"
#include "harness/cli/replay_outputs.hpp"
#include "harness/cli/step_through.hpp"
#include "harness/core/printable.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/findings/tell.hpp"
#include "harness/oracle/difference_finding.hpp"
#include "harness/report/coloured.hpp"

namespace windtunnel::cli {

namespace {

struct ReplaySettings {
  std::string file;
  bool trace = false;
  bool nearest = false;
  bool step = false;
  bool gdb = false;
  bool here = false;
  ReplayOutputs outputs;
};

// The finding of a comparison contains what the real Tornado did, so none is needed here.
int replay_difference(const ReplaySettings& settings, const findings::Finding& finding) {
  if (finding.law == oracle::oracle_answers) {
    throw UsageError(
        fmt::format("{}: found a failure of the oracle; allowed here: a finding of this runtime's; "
                    "./wt diff asks the oracle again",
                    one_line(settings.file)));
  }
  const oracle::DifferenceReplay result = oracle::replay_difference(finding);
  if (settings.trace) fmt::print("{}\n{}\n", finding.scenario, finding.trace);
  fmt::print("recorded    {}: {}\n", finding.law, finding.message);
  fmt::print("now         this runtime does {} the real one did\n",
             result.differs ? "something else than" : "what");
  fmt::print("{}; ./wt diff {} asks the real one again\n", result.differs ? "reproduced" : "not reproduced",
             one_line(settings.file));
  return result.differs ? exit_broken : exit_ok;
}

int replay_file(const ReplaySettings& settings) {
  const findings::Finding finding = findings::read_finding(settings.file);
  if (oracle::is_difference(finding)) return replay_difference(settings, finding);
  const core::Failure recorded = failure_of(finding, settings.file);
  const std::unique_ptr<properties::Judge> judge = judge_of(finding, recorded, settings.file);
  if (settings.step) {
    if (rules::ends_the_process(finding.law))
      throw UsageError("--step: the run takes its process along, so that there is nothing to go through");
    step_through(findings::decisions_of(recorded, *judge), std::cin, std::cout);
    return exit_ok;
  }
  if (settings.gdb) run_in_gdb(settings.file, finding);
  const core::LogMode mode = settings.nearest ? core::LogMode::nearest : core::LogMode::strict;
  const findings::Replay result =
      settings.here ? findings::replay_in_place(recorded, *judge, mode)
                    : findings::replay_isolated(recorded, *judge, mode, findings::Beside::nearest_pass);
  const findings::ReplayVerdict verdict = findings::verdict_of(result);
  if (settings.trace)
    fmt::print("{}{}{}\n", finding.scenario, finding.scenario.empty() ? "" : "\n",
               core::printable_lines(result.annotated));
  if (!settings.trace && !result.story.steps.empty() && rules::has(finding.law))
    fmt::print("{}\n", report::coloured(told(finding, result, width_of_output()), paint_of_output()));
  write_outputs(settings.outputs, finding, result);
  for (const std::string& known : result.known) fmt::print(stderr, "known {}\n", known);
  fmt::print("recorded    {} broken at step {}: {}\n", finding.law, finding.step,
             core::printable_line(finding.message));
  if (const auto& now = result.violation ? result.violation : result.other) {
    fmt::print("now         {} broken at step {}: {}\n", now->law, now->step,
               core::printable_lines(now->message));
  } else {
    fmt::print("now         {} holds\n", finding.law);
  }
  fmt::print("step        {}\n", result.same_step ? "the same" : "not the same");
  fmt::print("digest      {}\n", result.same_digest ? "the same" : "not the same");
  if (result.divergence) {
    fmt::print("diverged    {}; {}\n", findings::describe(*result.divergence),
               settings.nearest
                   ? "it went on with the nearest choices"
                   : "from there on it was answered 0 (--nearest goes on with the nearest choices)");
  }
  fmt::print("{}\n", in_words(verdict, finding, result));
  return verdict == findings::ReplayVerdict::fixed ? exit_ok : exit_broken;
}

}  // namespace

void add_replay_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<ReplaySettings>();
  CLI::App* command =
      app.add_subcommand("replay", "Run a finding again and say whether its law is still violated");
  command->add_option("FINDING", settings->file, "the finding's file")->required()->type_name("");
  command->add_flag("--trace", settings->trace, "print the scenario and the annotated trace");
  command->add_flag("--nearest", settings->nearest,
                    "where the schedule diverges, go on with the nearest choice");
  command->add_flag(
      "--step", settings->step,
      "go through the run step by step: what the tasks did, what was ready, why this one was chosen");
  command->add_flag("--gdb", settings->gdb, "run it in gdb, with a breakpoint where it breaks");
  command->add_flag("--here", settings->here, "run it once, in this process, for a debugger");
  add_output_options(*command, settings->outputs);
  command->footer(
      "Exit status: 0 the finding does not fail any more; 1 its law or another one is violated, or the run\n"
      "is not the recorded one (it diverged, or differs when it is repeated); 2 wrong usage or a file that\n"
      "is not a finding.");
  command->callback([settings, &status] { status = replay_file(*settings); });
}

}  // namespace windtunnel::cli
