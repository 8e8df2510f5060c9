// A finding as people read it: what its choices say, what the tasks did, the nearest run that holds, and who
// waits for whom.
#pragma once

#include <string>

#include "harness/findings/finding.hpp"
#include "harness/findings/keep.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

/// Why it fails, from the trace of a finding that constraints or answers bring about: "it breaks if ...", a
/// line for each. Empty if nothing is known.
std::string explanation_of(const Finding& finding);

/// The story of a replay, where the nearest run that holds parts from it, and who waits for whom; for a run
/// that shows no story, its whole trace.
std::string steps_in_words(const Replay& replay, std::size_t width = story_width);

/// Explanation and steps of a finding whose law is one of the rules of a World; otherwise its whole trace:
/// the laws are about what the runtime does, which only that shows.
std::string told(const Finding& finding, const Replay& replay, std::size_t width = story_width);

/// All of a finding as it is printed; of a run that took its process along, without what a sanitizer says
/// that fills the screen.
std::string in_full(const Finding& finding);

/// What commands and fuzzers print of what they have found: law, message, schedule and told(); empty for a
/// scenario, for a law, and for what has no story, of which all is to be shown. Runs the finding again.
std::string in_short(const Kept& kept, const core::Failure& found, std::size_t width = story_width);

}  // namespace windtunnel::findings
