// Cookies, as browsers send them and as servers set them.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/cookies.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

constexpr std::string_view cookie_signs = "!#$%&'*+-.^_`|~:";

bool is_cookie_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char byte) {
    const auto number = static_cast<unsigned char>(byte);
    return number < 0x80 && (std::isalnum(number) != 0 || cookie_signs.find(byte) != std::string_view::npos);
  });
}

bool is_attribute_name(std::string name) {
  for (char& byte : name) byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  constexpr std::string_view names = " expires path comment domain max-age secure httponly version samesite ";
  return names.find(" " + name + " ") != std::string_view::npos;
}

std::string draw_cookie_name(const TextDraw& draw) {
  return draw.one_of({"a",      "b",       "Zz9",      "0",       "a.b",   "x:y",     "Path", "expires",
                      "SECURE", "Max-Age", "Httponly", "version", "path2", "a b",     "a,b",  "",
                      "a\x7f",  "a@",      "a[",       "a{",      "a/",    "samesite"});
}

// A text in quotes that stands for `plain`; how each byte is written is drawn.
std::string in_cookie_quotes(const TextDraw& draw, std::string_view plain) {
  std::string text = "\"";
  for (const char byte : plain) {
    const auto number = static_cast<unsigned char>(byte);
    const bool digit = byte >= '0' && byte <= '9';
    const bool must = byte == '"' || byte == '\\' || byte == ';';
    const std::uint32_t how = draw.below(3);
    if (byte == ';' || (how == 2 && !must))
      text += fmt::format("\\{:03o}", number);
    else if (must || (how == 1 && !digit))
      text += {'\\', byte};
    else
      text += byte;
  }
  return text + "\"";
}

// As Python's http.cookies writes a value.
std::string as_cookie_value(std::string_view value) {
  if (is_cookie_word(value)) return std::string(value);
  std::string text = "\"";
  for (const char byte : value) {
    const auto number = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\')
      text += {'\\', byte};
    else if (number < ' ' || number > '~' || byte == ',' || byte == ';')
      text += fmt::format("\\{:03o}", number);
    else
      text += byte;
  }
  return text + "\"";
}

std::string draw_cookie_value(const TextDraw& draw) {
  return draw.text(
      {"a", "Z", "0", "7", "\"", "\\", ";", ",", "=", "\x7f", "\x80", "\xff", "~", "!", "{", "@"}, 5);
}

}  // namespace

void check_cookie_header(const TextDraw& draw) {
  std::map<std::string, std::string> expected;
  std::string header;
  for (std::uint32_t left = draw.below(4); left > 0; --left) {
    const std::string name = draw_cookie_name(draw);
    std::string value = draw_cookie_value(draw);
    std::string written;
    switch (draw.below(3)) {
      case 0:
        written = in_cookie_quotes(draw, value);
        break;
      case 1:  // a number of three digits from 400 on is no byte
        written = draw.one_of({"\"\\400\"", "\"\\378\"", "\"\\387\"", "\"\\07\"", "\"\\\"", "\"", "\"a"});
        value = written == "\"\\400\""   ? "400"
                : written == "\"\\378\"" ? "378"
                : written == "\"\\387\"" ? "387"
                : written == "\"\\07\""  ? "07"
                : written == "\"\\\""    ? "\\"
                                         : written;
        break;
      default:
        value = draw.text({"a", "b", "=", "\\", "x y"}, 3);
        written = value;
    }
    const std::string blank = draw.one_of({"", " ", "\t ", "\xa0"});
    const std::string after = draw.one_of({"", " "});
    header += header.empty() ? "" : ";";
    header += fmt::format("{0}{1}{2}={2}{3}{0}", blank, name, after, written);
    if (is_cookie_word(name) && !is_attribute_name(name)) expected[name] = value;
    if (draw.below(4) == 3) header += draw.one_of({";", "; nothing", ";=x"});
  }
  draw.world.check_equal(http::parse_cookies(header), expected, "the cookies of " + text_in_words(header));
}

void check_set_cookie(const TextDraw& draw) {
  const std::string name = draw_cookie_name(draw);
  const std::string value = draw_cookie_value(draw) + draw.one_of({"", "", "", " ", "\x1f", "!"});
  http::CookieOptions options;
  options.domain = draw.one_of({"", "example.com"});
  options.path = draw.one_of({"/", "", "/a"});
  if (draw.coin()) options.max_age = static_cast<int>(draw.below(3)) - 1;
  options.httponly = draw.coin();
  options.secure = draw.coin();
  const std::string expires = draw.one_of({"", "some day"});
  const bool unsafe =
      std::any_of(value.begin(), value.end(), [](char byte) { return byte >= 0 && byte <= ' '; });
  World& world = draw.world;
  const std::string cookie = text_in_words(name) + "=" + text_in_words(value);
  if (unsafe || !is_cookie_word(name) || is_attribute_name(name)) {
    const auto write = [&] { static_cast<void>(http::to_set_cookie(name, value, options, expires)); };
    return world.check(throws<std::invalid_argument>(write), "this cookie is refused: " + cookie);
  }
  std::string expected = name + "=" + as_cookie_value(value);
  if (!options.domain.empty()) expected += "; Domain=example.com";
  if (!expires.empty()) expected += "; expires=some day";
  if (options.httponly) expected += "; HttpOnly";
  if (options.max_age) expected += fmt::format("; Max-Age={}", *options.max_age);
  if (!options.path.empty()) expected += "; Path=" + options.path;
  if (options.secure) expected += "; Secure";
  const std::string text = http::to_set_cookie(name, value, options, expires);
  world.check_equal(text, expected, "the header that sets " + cookie);
  const std::map<std::string, std::string> read = http::parse_cookies(text.substr(0, text.find("; ")));
  world.check_equal(read, std::map<std::string, std::string>{{name, value}}, "the cookie that comes back");
}

}  // namespace windtunnel::subjects
