// What a replay says of its finding. Only one answer is good news: the recorded schedule was run, and nothing
// is violated any more.
#pragma once

#include <cstdint>
#include <string>

#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

enum class ReplayVerdict : std::uint8_t {
  reproduced,       ///< the law is violated in the same way
  fails,            ///< the law is violated in another way
  fails_otherwise,  ///< another law or rule is violated
  differs,          ///< the run leaves another trace when it is repeated
  diverged,         ///< nothing is violated, but what ran is not what was recorded
  fixed,            ///< nothing is violated any more
};

/// Of the replay of that finding.
ReplayVerdict verdict_of(const Replay& replay);

/// One or two sentences: "reproduced: the same law breaks in the same way". For a run that is not the
/// recorded one: where it left its schedule, what was recorded and what was there.
std::string in_words(ReplayVerdict verdict, const Finding& finding, const Replay& replay);

/// Where and how a run left the schedule that it was given: "choice 1 of the schedule is external 1/7, but
/// the run asks for external of 3 options".
std::string describe(const core::Divergence& divergence);

}  // namespace windtunnel::findings
