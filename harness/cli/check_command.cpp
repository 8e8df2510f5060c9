// windtunnel check: flies generated programs, judges them by the laws, and writes a finding if one is broken.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "harness/check/campaign.hpp"
#include "harness/check/finding.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrinker.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/report/summary.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel {

namespace {

struct CheckSettings {
  std::uint64_t runs = 0;
  std::string time;
  std::uint64_t seed = 1;
  std::string freedom = "contract";
  std::vector<std::string> laws;
  unsigned jobs = 1;
  std::string findings = "findings";
};

constexpr std::chrono::duration<double> default_time{10};

CampaignOptions campaign_options(const CheckSettings& settings) {
  CampaignOptions options;
  options.seed = settings.seed;
  options.freedom = *freedom_named(settings.freedom);
  options.laws = settings.laws;
  options.jobs = settings.jobs;
  if (settings.runs != 0) options.programs = settings.runs;
  if (!settings.time.empty()) options.time = parse_duration("--time", settings.time);
  if (!options.programs && !options.time) options.time = default_time;
  return options;
}

CampaignResult run_with_progress(const CampaignOptions& options) {
  if (isatty(STDERR_FILENO) == 0) return run_campaign(options);
  const auto start = std::chrono::steady_clock::now();
  CampaignResult result = run_campaign(options, [&](const CampaignProgress& progress) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    fmt::print(stderr, "\r\033[K{}", progress_line(progress, passed.count()));
  });
  fmt::print(stderr, "\r\033[K");
  return result;
}

void report_finding(Counterexample found, const std::string& folder) {
  fmt::print("program {} of seed {} breaks {}: {}\n", found.program, found.seed, found.breach.law, found.breach.message);
  const std::size_t before = print(found.scenario).size();
  const ShrinkReport shrunk = shrink(found);
  const Finding finding = to_finding(found);
  const std::string path = write_finding(finding, folder).string();
  fmt::print("shrunk from {} to {} bytes of program in {} runs\n\n", before, finding.scenario.size(), shrunk.runs);
  fmt::print("law         {}\nbroken by   {}\nschedule    {}\n\n{}\n{}\n", finding.law, finding.message, to_text(finding.schedule),
             finding.scenario, finding.trace);
  fmt::print("finding     {}\nreplay      ./wt replay {}\n\n", path, path);
}

int check(const CheckSettings& settings) {
  const CampaignOptions options = campaign_options(settings);
  CampaignResult result = run_with_progress(options);
  if (result.counterexample) report_finding(*result.counterexample, settings.findings);
  fmt::print("{}", summary(options, result));
  if (!result.counterexample) fmt::print("all laws hold\n");
  return result.counterexample ? exit_broken : exit_ok;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<CheckSettings>();
  CLI::App* command = app.add_subcommand("check", "Fly generated programs and check the laws");
  command->add_option("--runs", settings->runs, "number of programs")->check(CLI::PositiveNumber);
  command->add_option("--time", settings->time, "how long, such as 60s or 2m; 10s unless --runs is given");
  command->add_option("--seed", settings->seed, "the same seed gives the same campaign");
  command->add_option("--freedom", settings->freedom, "what is left to choice")
      ->check(CLI::IsMember({"contract", "adversary"}));
  command->add_option("--law", settings->laws, "laws to check, by name; all unless told");
  command->add_option("--jobs", settings->jobs, "workers")->check(CLI::Range(1U, 256U));
  command->add_option("--findings", settings->findings, "folder for findings");
  command->callback([settings, &status] { status = check(*settings); });
}

}  // namespace windtunnel
