// The timeline as a picture, for reports and where no script runs: a column a lane, time downwards, a box a
// step, arrows from causes to effects.
#pragma once

#include <cstddef>
#include <string>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// An SVG document of the steps that matter, at most `most_steps`. It follows the reader's choice of light or
/// dark.
std::string timeline_svg(const Story& story, std::size_t most_steps = most_story_lines);

}  // namespace windtunnel::findings
