// UTF-8: whether a text is well-formed, and its code points.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tornado::http {

/// Whether the text is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// The text with each code point as one byte, Latin-1. Empty if the text is not UTF-8 or has other code
/// points.
std::optional<std::string> latin1_of_utf8(std::string_view text);

/// The text with each byte as one code point, in UTF-8.
std::string utf8_of_latin1(std::string_view bytes);

/// The text without blanks at its ends: all that Unicode calls blank, as in Python. The text must be UTF-8.
std::string_view without_blanks(std::string_view text);

}  // namespace tornado::http
