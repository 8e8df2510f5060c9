#include "runtime/http/cookies.hpp"

#include <algorithm>
#include <stdexcept>

#include "runtime/http/text.hpp"
#include "runtime/http/utf8.hpp"

namespace tornado::http {

namespace {

constexpr std::string_view latin1_blanks = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0";

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

// What Python's cookies allow in a name, and in a value without quotes.
bool is_legal(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char byte) {
    return is_letter_or_digit(byte) ||
           std::string_view("!#$%&'*+-.^_`|~:").find(byte) != std::string_view::npos;
  });
}

// Python refuses the names of attributes.
bool is_reserved(std::string_view name) {
  std::string small(name);
  for (char& byte : small) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  for (const char* reserved :
       {"expires", "path", "comment", "domain", "max-age", "secure", "httponly", "version", "samesite"}) {
    if (small == reserved) return true;
  }
  return false;
}

bool is_octal(std::string_view text) {
  return text.size() >= 3 && text[0] >= '0' && text[0] <= '3' && text[1] >= '0' && text[1] <= '7' &&
         text[2] >= '0' && text[2] <= '7';
}

std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  value = value.substr(1, value.size() - 2);
  std::string plain;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\\' || at + 1 == value.size()) {
      plain += value[at];
    } else if (is_octal(value.substr(at + 1))) {
      plain +=
          static_cast<char>((value[at + 1] - '0') * 64 + (value[at + 2] - '0') * 8 + value[at + 3] - '0');
      at += 3;
    } else {
      plain += value[++at];
    }
  }
  return plain;
}

std::string quoted(std::string_view value) {
  if (is_legal(value)) return std::string(value);
  std::string text = "\"";
  for (const char byte : value) {
    const auto number = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      text += {'\\', byte};
    } else if (number < 0x20 || number >= 0x7f || byte == ',' || byte == ';') {
      text += {'\\', static_cast<char>('0' + number / 64), static_cast<char>('0' + number / 8 % 8),
               static_cast<char>('0' + number % 8)};
    } else {
      text += byte;
    }
  }
  return text + "\"";
}

}  // namespace

std::map<std::string, std::string> parse_cookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  while (!header.empty()) {
    const std::string_view part = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(part.size() + 1, header.size()));
    const std::size_t equals = part.find('=');
    const std::string_view name = equals == std::string_view::npos
                                      ? std::string_view()
                                      : stripped(part.substr(0, equals), latin1_blanks);
    const std::string_view value =
        stripped(equals == std::string_view::npos ? part : part.substr(equals + 1), latin1_blanks);
    if (is_legal(name) && !is_reserved(name)) cookies[std::string(name)] = unquoted(value);
  }
  return cookies;
}

std::string to_set_cookie(std::string_view name, std::string_view value, const CookieOptions& options,
                          std::string_view expires) {
  const auto is_unsafe = [](char byte) { return byte >= '\0' && byte <= ' '; };
  if (std::any_of(name.begin(), name.end(), is_unsafe) ||
      std::any_of(value.begin(), value.end(), is_unsafe) || !is_legal(name) || is_reserved(name))
    throw std::invalid_argument("Invalid cookie '" + std::string(name) + "': '" + std::string(value) + "'");
  std::string text = std::string(name) + "=" + quoted(value);
  // Python sorts the attributes by their names in lower case.
  if (!options.domain.empty()) text += "; Domain=" + options.domain;
  if (!expires.empty()) text.append("; expires=").append(expires);
  if (options.httponly) text += "; HttpOnly";
  if (options.max_age) text += "; Max-Age=" + std::to_string(*options.max_age);
  if (!options.path.empty()) text += "; Path=" + options.path;
  if (options.secure) text += "; Secure";
  return text;
}

}  // namespace tornado::http
