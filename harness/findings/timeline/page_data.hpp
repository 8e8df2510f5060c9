// The data of a timeline's page. What the page needs at once, where each step is, comes first and is all
// numbers. The texts come after it, each once however many steps have it, in parts, of which a browser reads
// those that it shows.
#pragma once

#include <cstddef>
#include <string>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// How many texts a part has.
inline constexpr std::size_t texts_a_part = 500;

/// `<script type="application/json">` elements, in ASCII, which browsers read faster. The first, `#data`, is
/// `{"run": RUN, "passing": RUN or null, "parting": n, "part": texts_a_part}`, where n is how many first
/// steps both runs have in common, and a RUN is `{"lanes": [[name, host], ...], "left_out": n}` with the
/// lists `seconds`, `lane`, `kind`, `text` and `causes`, an item a step; a text is a place among all texts.
/// Then the parts, of the class `run` or `passing`: `[[words, place], ...]`.
std::string page_data(const Story& run, const Story* passing);

}  // namespace windtunnel::findings
