// Dates as HTTP writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.hpp"

namespace tornado::http {

/// A time in HTTP's format; the clock's zero is "Thu, 01 Jan 1970 00:00:00 GMT".
std::string http_date(Time time);

/// The time that a date names, in any of the three formats that HTTP has had, read as leniently as Python's
/// email package does. Empty if it is no date.
std::optional<Time> parse_http_date(std::string_view text);

}  // namespace tornado::http
