#include "runtime/http/url.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <uriparser/Uri.h>

#include "runtime/http/text.hpp"

namespace tornado::http {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("not a URL that can be fetched: " + std::string(text));
}

// What RFC 3986 allows; anything else is refused.
class ParsedUri {
 public:
  explicit ParsedUri(std::string_view text) {
    const char* error = nullptr;
    if (uriParseSingleUriExA(&uri, text.data(), text.data() + text.size(), &error) != URI_SUCCESS)
      refuse(text);
  }
  ParsedUri(const ParsedUri&) = delete;
  ParsedUri& operator=(const ParsedUri&) = delete;
  ~ParsedUri() { uriFreeUriMembersA(&uri); }

  UriUriA uri{};
};

std::uint16_t port_of(std::string_view digits, std::string_view url) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) refuse(url);
  return port;
}

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

// The parts of a URL or a reference as Python's urlsplit finds them; the scheme in small letters.
struct Parts {
  std::string scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
};

std::string_view take_after(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view after = text.substr(at + 1);
  text = text.substr(0, at);
  return after;
}

// The text must be one that uriparser accepts.
Parts split(std::string_view text) {
  Parts parts;
  const std::size_t colon = text.find(':');
  const std::size_t other = text.find_first_of("/?#");
  if (colon != std::string_view::npos && colon > 0 && colon < other) {
    parts.scheme = small_letters(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    parts.authority = text.substr(0, text.find_first_of("/?#"));
    text.remove_prefix(parts.authority.size());
  }
  parts.fragment = take_after(text, '#');
  parts.query = take_after(text, '?');
  parts.path = text;
  return parts;
}

std::string joined(const Parts& parts) {
  std::string text = parts.scheme + "://" + std::string(parts.authority);
  if (!parts.path.empty() && !parts.path.starts_with('/')) text += '/';
  text += parts.path;
  if (!parts.query.empty()) text.append("?").append(parts.query);
  if (!parts.fragment.empty()) text.append("#").append(parts.fragment);
  return text;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// The path that a relative one leads to, without dot segments. Without a leading slash it begins where the
// base's last segment does.
std::string resolved_path(std::string_view base, std::string_view path) {
  std::vector<std::string_view> segments = segments_of(path);
  if (!path.starts_with('/')) {
    std::vector<std::string_view> all = segments_of(base);
    if (!all.back().empty()) all.pop_back();
    all.insert(all.end(), segments.begin(), segments.end());
    segments.clear();
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (at == 0 || at + 1 == all.size() || !all[at].empty()) segments.push_back(all[at]);
    }
  }
  std::vector<std::string_view> kept;
  for (const std::string_view segment : segments) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
  }
  if (segments.back() == "." || segments.back() == "..") kept.emplace_back();
  std::string text;
  for (std::size_t at = 0; at < kept.size(); ++at) text.append(at == 0 ? "" : "/").append(kept[at]);
  return text.empty() ? "/" : text;
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
    plain += low >= 0 ? static_cast<char>(high * 16 + low) : text[at];
    if (low >= 0) at += 2;
  }
  return plain;
}

std::string escaped_for_url(std::string_view text) {
  constexpr std::string_view kept = "_.-~/";
  constexpr const char* digits = "0123456789ABCDEF";
  std::string escaped;
  for (const char byte : text) {
    const bool letter =
        (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    if (letter || kept.find(byte) != std::string_view::npos) {
      escaped += byte;
      continue;
    }
    const auto number = static_cast<unsigned char>(byte);
    escaped += {'%', digits[number / 16U], digits[number % 16U]};
  }
  return escaped;
}

Url parse_url(std::string_view text) {
  const ParsedUri valid(text);
  const Parts parts = split(text);
  Url url;
  url.scheme = parts.scheme;
  url.authority = parts.authority;
  if (const std::size_t at = url.authority.rfind('@'); at != std::string::npos) {
    std::string_view user(url.authority.data(), at);
    const bool has_password = user.find(':') != std::string_view::npos;
    const std::string_view password = take_after(user, ':');
    url.username = user;
    if (has_password) url.password = password;
    url.authority.erase(0, at + 1);
  }
  url.host = url.authority;
  const std::size_t colon = url.host.rfind(':');
  if (colon != std::string::npos && colon > 0 && colon + 1 < url.host.size() &&
      url.host.find_first_not_of("0123456789", colon + 1) == std::string::npos) {
    url.port = port_of(std::string_view(url.host).substr(colon + 1), text);
    url.host.erase(colon);
  }
  if (url.host.starts_with('[') && url.host.ends_with(']'))
    url.host = url.host.substr(1, url.host.size() - 2);
  if (url.scheme.empty() || url.host.empty()) refuse(text);
  url.target = parts.path.empty() ? "/" : parts.path;
  if (!parts.query.empty()) url.target.append("?").append(parts.query);
  return url;
}

std::string resolve_url(std::string_view base, std::string_view reference) {
  const ParsedUri valid_base(base);
  const ParsedUri valid(reference);
  if (reference.empty()) return std::string(base);
  const Parts from = split(base);
  Parts to = split(reference);
  if (to.scheme.empty()) to.scheme = from.scheme;
  if (to.scheme != from.scheme) return std::string(reference);
  if (!to.authority.empty()) return joined(to);
  to.authority = from.authority;
  if (to.path.empty()) {
    to.path = from.path;
    if (to.query.empty()) to.query = from.query;
    return joined(to);
  }
  const std::string path = resolved_path(from.path, to.path);
  to.path = path;
  return joined(to);
}

std::vector<Argument> parse_arguments(std::string_view query) {
  const auto decoded = [](std::string_view part) {
    std::string text(part);
    std::replace(text.begin(), text.end(), '+', ' ');
    return unescaped(text);
  };
  std::vector<Argument> arguments;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    arguments.emplace_back(decoded(part.substr(0, equals)),
                           decoded(part.substr(std::min(equals + 1, part.size()))));
  }
  return arguments;
}

}  // namespace tornado::http
