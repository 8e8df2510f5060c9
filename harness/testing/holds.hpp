// The search that a test of a user's makes: many schedules of one subject, until one breaks a rule; that one
// is shrunk, written down and told in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/core/scheduling_model.hpp"
#include "harness/core/subject_handle.hpp"

namespace windtunnel {

/// How long a test searches, and where.
struct Budget {
  std::uint64_t schedules = 10'000;
  std::string strategy = "portfolio";  ///< see strategy_names()
  std::uint64_t seed = 1;
  core::SchedulingModel model = core::SchedulingModel::realistic;
  bool laws = false;                  ///< whether the runtime's laws are judged too, which takes longer
  std::string findings = "findings";  ///< the folder that a finding is left in
};

/// What the search came to.
struct Held {
  bool holds = true;
  std::uint64_t schedules = 0;  ///< how many ran
  std::string certificate;      ///< what was shown, if anything was: "complete: ..."
  std::string words;            ///< what broke, how to see it again; empty if nothing did
  std::string goals;  ///< a line for each of World::sometimes and World::reach: what the runs came to
};

/// Searches for a schedule under which the subject breaks a rule. `name` is what the finding calls it. If the
/// program was asked to replay a finding of that name, by its argument `--windtunnel_replay=` or the
/// environment variable WINDTUNNEL_REPLAY, runs just that: in a process of its own, or under a debugger in
/// this one, once.
Held search_for_violation(std::string_view name, const core::Subject& subject, const Budget& budget = {});

}  // namespace windtunnel
