#include "harness/cli/keep_found.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

#include "harness/cli/commands.hpp"
#include "harness/cli/live.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/tell.hpp"
#include "harness/report/coloured.hpp"

namespace windtunnel::cli {

shrink::ShrinkLimits shrink_limits(const std::optional<std::chrono::duration<double>>& search_time) {
  shrink::ShrinkLimits limits = findings::KeepOptions().shrink;
  if (search_time && limits.time) limits.time = std::min(*limits.time, *search_time);
  return limits;
}

findings::Kept keep_and_show(const core::Failure& found, const std::string& folder,
                             const std::optional<std::chrono::duration<double>>& search_time) {
  findings::KeepOptions options;
  options.folder = folder;
  options.shrink = shrink_limits(search_time);
  const std::unique_ptr<properties::Judge> judge =
      properties::judge_of(found.violation.law, found.subject.guarantees);
  findings::Kept kept = keep(found, *judge, options);
  show(kept, replay_hint, in_short(kept, found, width_of_output()));
  return kept;
}

findings::PageFinding page_finding(const findings::Kept& kept, const core::Failure& found) {
  findings::Replay replay;
  // A scenario has no timeline.
  if (kept.reproducible && !found.program) {
    const core::Failure failure = failure_of(kept.finding, found.subject);
    replay = findings::replay_isolated(failure, *judge_of(kept.finding, failure, "finding"),
                                       core::LogMode::strict, findings::Beside::nearest_pass);
  }
  return findings::page_finding(kept.finding, replay, kept.path.string());
}

void write_page_option(const findings::CampaignPage& page, const std::string& folder) {
  const std::string failed = write_page(page, folder);
  if (!failed.empty()) throw UsageError("--html: " + one_line(failed));
}

void show(const findings::Kept& kept, std::string_view hint, const std::string& told) {
  if (!kept.given_up.empty()) fmt::print("shrinking was given up, in its process: {}\n", kept.given_up);
  if (kept.shrunk.runs > 0) {
    fmt::print("shrunk from {} to {} bytes of program and from {} to {} choices in {} runs\n",
               kept.raw.scenario.size(), kept.finding.scenario.size(), kept.raw.schedule.choices.size(),
               kept.finding.schedule.choices.size(), kept.shrunk.runs);
  }
  if (!kept.reproducible) fmt::print("{}\n", findings::not_reproducible_words);
  fmt::print("\n{}", told.empty() ? in_full(kept.finding) : report::coloured(told, paint_of_output()));
  if (!kept.path.empty()) fmt::print("finding     {0}\n{1} {0}\n", kept.path.string(), hint);
  fmt::print("\n");
  std::fflush(stdout);
  if (!kept.not_written.empty()) fmt::print(stderr, "windtunnel: {}\n", kept.not_written);
}

}  // namespace windtunnel::cli
