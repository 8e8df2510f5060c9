// Two runs beside one another: how far they are equal, and what each does where they part.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// How two stories differ. Times count for nothing: a run that does the same later is equal.
struct StoryDifference {
  std::size_t equal = 0;      ///< how many first steps are equal
  std::size_t different = 0;  ///< how many steps of the longer story are between those and the equal end

  bool none() const { return different == 0; }
};

StoryDifference difference_of(const Story& one, const Story& other);

/// How many steps are shown from where two runs part.
inline constexpr std::size_t most_steps_beside = 3;

/// Where they part, for people: the last step that both have, then `most` steps of each in two columns under
/// these names, within `width` characters. "they do not differ" if they do not.
std::string side_by_side(const Story& one, const Story& other, std::string_view name_of_one,
                         std::string_view name_of_other, std::size_t most = most_steps_beside,
                         std::size_t width = story_width);

}  // namespace windtunnel::findings
