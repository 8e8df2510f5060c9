// The run that holds and differs least from one that fails: what a reader compares the failure with. It is
// found by trying: without one of the schedule's constraints or answers, or with one choice changed.
#pragma once

#include <optional>

#include "harness/core/case.hpp"
#include "harness/findings/story.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::findings {

/// A run that holds, with its choices.
struct PassingRun {
  Story story;
  core::ChoiceLog schedule;
};

/// Of the runs that are tried, at most 60, the one that holds and whose story differs least from `failing`,
/// which has made the choices `made`. Nothing if none holds. Deterministic.
std::optional<PassingRun> nearest_passing_run(const core::Failure& failure, properties::Judge& judge,
                                              const Story& failing, const core::ChoiceLog& made);

}  // namespace windtunnel::findings
