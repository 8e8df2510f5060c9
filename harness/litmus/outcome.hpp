// The outcome of one run of a litmus scenario: its trace on one line, so that equal runs can be counted.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::litmus {

/// The outcome of a run with these event lines (Trace::text): the lines in order, joined by `; `, without
/// their times, without the word `log`, and without the line `return None` of a normal end. With `times`,
/// `@T` follows each line that has a time. `nothing` if no line is left.
std::string outcome_of(std::string_view event_lines, bool times);

}  // namespace windtunnel::litmus
