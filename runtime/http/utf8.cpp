#include "runtime/http/utf8.hpp"

#include <boost/locale/utf.hpp>

namespace tornado::http {

namespace {

namespace utf = boost::locale::utf;
using Traits = utf::utf_traits<char>;

// Calls `visit(point, begin, end)` for each code point; false if one is not well-formed.
template <class Visit>
bool for_each_point(std::string_view text, Visit visit) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char* const begin = at;
    const utf::code_point point = Traits::decode(at, end);
    if (point == utf::illegal || point == utf::incomplete) return false;
    visit(point, static_cast<std::size_t>(begin - text.data()), static_cast<std::size_t>(at - text.data()));
  }
  return true;
}

// str.isspace of Python.
bool is_blank(utf::code_point point) {
  return (point >= 0x09 && point <= 0x0d) || (point >= 0x1c && point <= 0x20) || point == 0x85 ||
         point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
         point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return for_each_point(text, [](utf::code_point, std::size_t, std::size_t) {});
}

std::optional<std::string> latin1_of_utf8(std::string_view text) {
  std::string bytes;
  bool fits = true;
  const bool valid = for_each_point(text, [&](utf::code_point point, std::size_t, std::size_t) {
    fits = fits && point < 0x100;
    bytes += static_cast<char>(static_cast<unsigned char>(point & 0xffU));
  });
  if (!valid || !fits) return std::nullopt;
  return bytes;
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char byte : bytes) {
    const auto number = static_cast<unsigned char>(byte);
    if (number < 0x80) {
      text += byte;
    } else {
      text += {static_cast<char>(0xc0 | number >> 6), static_cast<char>(0x80 | (number & 0x3f))};
    }
  }
  return text;
}

std::string_view without_blanks(std::string_view text) {
  std::size_t first = text.size();
  std::size_t last = 0;
  for_each_point(text, [&](utf::code_point point, std::size_t begin, std::size_t end) {
    if (is_blank(point)) return;
    first = std::min(first, begin);
    last = end;
  });
  return first < last ? text.substr(first, last - first) : std::string_view();
}

}  // namespace tornado::http
