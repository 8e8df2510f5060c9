#include "harness/scenario/source_error.hpp"

#include <utility>

#include "harness/scenario/utf8.hpp"

namespace windtunnel::scenario {

namespace {

constexpr std::size_t file_limit = 1000;
constexpr std::size_t quote_limit = 40;

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;  // U+0080 to U+009F
}

void append_escaped(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out += "\\x";
    out += digits[value >> 4];
    out += digits[value & 15];
  }
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == limit) return out + "...";
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || is_control(character)) {
      append_escaped(out, character);
    } else {
      out += character;
    }
    text.remove_prefix(character.size());
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  return "`" + printable(text, quote_limit) + "`";
}

SourceError::SourceError(std::string_view file, SourcePlace place, std::string found, std::string allowed)
    : file_(file), place_(place), found_(std::move(found)), allowed_(std::move(allowed)) {
  what_ = printable(file_, file_limit) + ":" + std::to_string(place_.line) + ":" +
          std::to_string(place_.column) + ": found " + found_ + "; allowed here: " + allowed_;
}

}  // namespace windtunnel::scenario
