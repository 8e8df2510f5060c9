// A finding as people read it: what its choices say, what the tasks did, the nearest run that holds, and who
// waits for whom.
#pragma once

#include <string>

#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

/// Why it fails, from the trace of a finding that constraints or answers bring about: "it breaks if ...", a
/// line for each. Empty if nothing is known.
std::string explanation_of(const Finding& finding);

/// The story of a replay, where the nearest run that holds parts from it, and who waits for whom; for a run
/// that shows no story, its whole trace.
std::string steps_in_words(const Replay& replay);

/// Explanation and steps of a finding whose law is one of the rules of a World; otherwise its whole trace:
/// the laws are about what the runtime does, which only that shows.
std::string told(const Finding& finding, const Replay& replay);

}  // namespace windtunnel::findings
