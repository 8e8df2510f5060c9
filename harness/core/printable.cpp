#include "harness/core/printable.hpp"

#include <fmt/format.h>

namespace windtunnel::core {

namespace {

// The length of the UTF-8 character that begins there; 0 if there is none. C1 control characters are none.
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
  const unsigned first = byte(at);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xc2 && first < 0xe0 ? 2
                             : first < 0xf0 && first >= 0xe0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t next = 1; next < length; ++next)
    if ((byte(at + next) & 0xc0U) != 0x80) return 0;
  if (length == 3 && first == 0xe0 && byte(at + 1) < 0xa0) return 0;
  if (length == 3 && first == 0xed && byte(at + 1) > 0x9f) return 0;
  if (length == 4 && first == 0xf0 && byte(at + 1) < 0x90) return 0;
  if (length == 4 && first == 0xf4 && byte(at + 1) > 0x8f) return 0;
  const bool control = length == 1 ? first < 0x20 || first == 0x7f : first == 0xc2 && byte(at + 1) < 0xa0;
  return control ? 0 : length;
}

std::string printable(std::string_view text, char end_of_line) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') {
      out += end_of_line;
      ++at;
    } else if (const std::size_t length = character_at(text, at); length != 0) {
      out += text.substr(at, length);
      at += length;
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
      ++at;
    }
  }
  return out;
}

}  // namespace

std::string printable_lines(std::string_view text) {
  return printable(text, '\n');
}

std::string printable_line(std::string_view text) {
  return printable(text, ' ');
}

}  // namespace windtunnel::core
