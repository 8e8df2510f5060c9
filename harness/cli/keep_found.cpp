#include "harness/cli/keep_found.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

#include "harness/core/printable.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/tell.hpp"

namespace windtunnel::cli {

namespace {

// The story of a finding in a World, where it has one: its whole trace is shown by `replay --trace`.
std::string in_short(const findings::Kept& kept, const core::Failure& found) {
  const findings::Finding& finding = kept.finding;
  if (!kept.reproducible || found.program || !rules::has(finding.law)) return {};
  const core::Failure failure = failure_of(finding, found.subject);
  const findings::Replay replay =
      findings::replay_isolated(failure, *judge_of(finding, failure, "finding"), core::LogMode::strict,
                                findings::Beside::nearest_pass);
  if (replay.story.steps.empty()) return {};
  return fmt::format("law         {}\nbroken by   {}\nschedule    {}\n\n{}\n", finding.law,
                     core::printable_line(finding.message), to_text(finding.schedule), told(finding, replay));
}

}  // namespace

shrink::ShrinkLimits shrink_limits(const std::optional<std::chrono::duration<double>>& search_time) {
  shrink::ShrinkLimits limits = findings::KeepOptions().shrink;
  if (search_time && limits.time) limits.time = std::min(*limits.time, *search_time);
  return limits;
}

findings::Finding keep_and_show(const core::Failure& found, const std::string& folder,
                                const std::optional<std::chrono::duration<double>>& search_time) {
  findings::KeepOptions options;
  options.folder = folder;
  options.shrink = shrink_limits(search_time);
  const std::unique_ptr<properties::Judge> judge =
      properties::judge_of(found.violation.law, found.subject.guarantees);
  const findings::Kept kept = keep(found, *judge, options);
  show(kept, replay_hint, in_short(kept, found));
  return kept.finding;
}

void show(const findings::Kept& kept, std::string_view hint, const std::string& told) {
  if (!kept.given_up.empty()) fmt::print("shrinking was given up, in its process: {}\n", kept.given_up);
  if (kept.shrunk.runs > 0) {
    fmt::print("shrunk from {} to {} bytes of program and from {} to {} choices in {} runs\n",
               kept.raw.scenario.size(), kept.finding.scenario.size(), kept.raw.schedule.choices.size(),
               kept.finding.schedule.choices.size(), kept.shrunk.runs);
  }
  if (!kept.reproducible) fmt::print("{}\n", findings::not_reproducible_words);
  fmt::print("\n{}", told.empty() ? for_people(kept.finding) : told);
  if (!kept.path.empty()) fmt::print("finding     {0}\n{1} {0}\n", kept.path.string(), hint);
  fmt::print("\n");
  std::fflush(stdout);
  if (!kept.not_written.empty()) fmt::print(stderr, "windtunnel: {}\n", kept.not_written);
}

}  // namespace windtunnel::cli
