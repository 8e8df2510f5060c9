// windtunnel replay: breaks a finding's law again, or says that it does not break any more.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "harness/check/reproduce.hpp"
#include "harness/cli/commands.hpp"

namespace windtunnel {

namespace {

struct ReplaySettings {
  std::string file;
  bool trace = false;
};

std::string describe(const Choice& choice) {
  return fmt::format("{} {}/{}", tornado::name_of(choice.kind), choice.index, choice.options);
}

int replay_file(const ReplaySettings& settings) {
  const Finding finding = read_finding(settings.file);
  const Replay result = replay(finding, settings.file);
  if (settings.trace) fmt::print("{}\n{}\n", finding.scenario, result.annotated);
  fmt::print("recorded    {} broken at step {}: {}\n", finding.law, finding.step, finding.message);
  if (result.breach) {
    fmt::print("now         {} broken at step {}: {}\n", result.breach->law, result.breach->step, result.breach->message);
  } else {
    fmt::print("now         {} holds\n", finding.law);
  }
  fmt::print("step        {}\n", result.same_step ? "the same" : "not the same");
  fmt::print("digest      {}\n", result.same_digest ? "the same" : "not the same");
  if (result.divergence) {
    const Divergence& there = *result.divergence;
    fmt::print("diverged    at choice {}: recorded {}, now {} of {} options\n", there.step, describe(there.recorded),
               tornado::name_of(there.found_kind), there.found_options);
  }
  fmt::print("{}\n", result.reproduced() ? "reproduced" : (result.breach ? "the law breaks, but not in the same way" : "not reproduced"));
  return result.breach ? exit_broken : exit_ok;
}

}  // namespace

void add_replay_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<ReplaySettings>();
  CLI::App* command = app.add_subcommand("replay", "Run a finding again; status 1 if its law breaks, 0 if it holds");
  command->add_option("FINDING", settings->file, "the finding's file")->required();
  command->add_flag("--trace", settings->trace, "print the scenario and the annotated trace");
  command->callback([settings, &status] { status = replay_file(*settings); });
}

}  // namespace windtunnel
