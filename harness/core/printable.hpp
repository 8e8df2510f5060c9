// Text of a user's program where it is printed: names and values may contain anything, also what moves a
// terminal's cursor or ends a line of a report.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::core {

/// The text with control characters other than ends of lines written as `\xHH`. Bytes above 0x7f stay as they
/// are, if they are UTF-8; otherwise they are written so, too.
std::string printable_lines(std::string_view text);

/// Likewise for a text that must be one line: its ends of lines are blanks.
std::string printable_line(std::string_view text);

}  // namespace windtunnel::core
