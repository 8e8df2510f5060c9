// What several parts of HTTP do with texts of single bytes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace tornado::http {

/// What the original strips from the value of a header: Latin-1's blanks, but for the control characters,
/// which are refused before.
inline constexpr std::string_view header_blanks = " \t\x85\xa0";

/// The text without these bytes at its ends.
inline std::string_view stripped(std::string_view text, std::string_view bytes = header_blanks) {
  const std::size_t begin = std::min(text.find_first_not_of(bytes), text.size());
  return text.substr(begin, text.find_last_not_of(bytes) + 1 - begin);
}

/// With ASCII's capital letters made small; other bytes stay.
inline std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& byte : small) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return small;
}

}  // namespace tornado::http
