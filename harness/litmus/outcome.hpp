// What one run of a litmus scenario shows: its trace on one line, so that runs can be counted by it.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel {

/// The outcome of a run with these event lines (Trace::text): the lines in order, joined by `; `, without
/// their times, without the word `log`, and without the quiet end `return None`. With `times`, `@T` stands
/// behind each line that has a time. `nothing` if no line is left.
std::string outcome_of(std::string_view event_lines, bool times);

}  // namespace windtunnel
