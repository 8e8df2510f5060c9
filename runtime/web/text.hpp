// Helpers for the texts that a web server reads and writes.
#pragma once

#include <string>
#include <string_view>

#include "runtime/clock.hpp"

namespace tornado::web {

/// A time in HTTP's format; the clock's zero is "Thu, 01 Jan 1970 00:00:00 GMT".
std::string http_date(Time time);

/// Whether the text is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// The text with control characters replaced by blanks, and stripped of blanks.
std::string cleaned(std::string_view text);

}  // namespace tornado::web
