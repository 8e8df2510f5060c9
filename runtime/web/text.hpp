// Texts as a web server has to read and write them.
#pragma once

#include <string>
#include <string_view>

#include "runtime/clock.hpp"

namespace tornado::web {

/// A moment as HTTP writes it, "Thu, 01 Jan 1970 00:00:00 GMT" being the clock's zero.
std::string http_date(Time time);

/// Whether it is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// Without control characters, which become blanks, and without blanks around it.
std::string cleaned(std::string_view text);

}  // namespace tornado::web
