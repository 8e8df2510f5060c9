// windtunnel compare: two runs side by side, from the step at which they part.
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>

#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/findings/compare_stories.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_text.hpp"

namespace windtunnel::cli {

namespace {

struct CompareSettings {
  std::string one;
  std::string other;
  std::size_t steps = 20;
};

findings::Finding finding_named(const std::string& name) {
  return findings::is_replay_text(name) ? findings::parse_replay_text(name) : findings::read_finding(name);
}

// A finding's file, a replay string, or a schedule for the subject of `base`.
core::Failure run_named(const std::string& name, const std::optional<core::Failure>& base) {
  if (base && !std::filesystem::exists(name) && !findings::is_replay_text(name)) {
    core::Failure other = *base;
    try {
      other.schedule = core::parse_schedule(name);
    } catch (const core::ScheduleError& error) {
      throw UsageError(
          fmt::format("{} is no file, no replay string, and no schedule: found {}; allowed here: {}",
                      one_line(name), error.found(), error.allowed()));
    }
    return other;
  }
  return failure_of(finding_named(name), name);
}

findings::Replay replay_of(const core::Failure& failure) {
  const std::unique_ptr<properties::Judge> judge =
      properties::judge_of(failure.violation.law, failure.subject.guarantees);
  findings::Replay replay = findings::replay_isolated(failure, *judge, core::LogMode::nearest);
  if (replay.story.steps.empty()) {
    throw UsageError(fmt::format("the run of {} has no story to compare: only a program in a World has one",
                                 failure.subject.name));
  }
  return replay;
}

std::string outcome_of(const findings::Replay& replay) {
  const auto& violation = replay.violation ? replay.violation : replay.other;
  return violation ? fmt::format("breaks {}: {}", violation->law, violation->message) : "holds";
}

int compare(const CompareSettings& settings) {
  const core::Failure one = run_named(settings.one, std::nullopt);
  const core::Failure other = run_named(settings.other, one);
  const findings::Replay left = replay_of(one);
  const findings::Replay right = replay_of(other);
  fmt::print("first       {}: {}\nsecond      {}: {}\n\n", one.subject.name, one_line(outcome_of(left)),
             other.subject.name, one_line(outcome_of(right)));
  fmt::print("{}",
             side_by_side(left.story, right.story, "first", "second", settings.steps, width_of_output()));
  return difference_of(left.story, right.story).none() ? exit_ok : exit_broken;
}

}  // namespace

void add_compare_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<CompareSettings>();
  CLI::App* command = app.add_subcommand("compare", "Show two runs side by side, from where they part");
  command->add_option("FIRST", settings->one, "a finding's file, or a replay string")
      ->required()
      ->type_name("");
  command
      ->add_option("SECOND", settings->other,
                   "likewise, or a schedule for the subject of the first, such as `-`, the quiet run")
      ->required()
      ->type_name("");
  command->add_option("--steps", settings->steps, "how many steps of each are shown")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->footer("Exit status: 0 the runs do the same, 1 they differ, 2 wrong usage.");
  command->callback([settings, &status] { status = compare(*settings); });
}

}  // namespace windtunnel::cli
