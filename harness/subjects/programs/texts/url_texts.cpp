// URLs: their escapes, arguments and parts, and the targets of references.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/url.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

bool is_hex_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char byte) { return std::isxdigit(static_cast<unsigned char>(byte)) != 0; });
}

std::string without_percents(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const bool escape = text.size() >= 3 && text[0] == '%' && is_hex_text(text.substr(1, 2));
    plain += escape ? static_cast<char>(std::strtol(std::string(text.substr(1, 2)).c_str(), nullptr, 16))
                    : text[0];
    text.remove_prefix(escape ? 3 : 1);
  }
  return plain;
}

std::string with_percents(std::string_view text, std::string_view kept) {
  std::string escaped;
  for (const char byte : text) {
    const auto number = static_cast<unsigned char>(byte);
    if (number < 0x80 && (std::isalnum(number) != 0 || kept.find(byte) != std::string_view::npos))
      escaped += byte;
    else
      escaped += fmt::format("%{:02X}", number);
  }
  return escaped;
}

std::string draw_argument_text(const TextDraw& draw) {
  return draw.text({"a", "%41", "%", "+", " ", "%2", "=", "%3d", "\xe9", "%Fg", "&", "%e9"}, 4);
}

// The segments of a path, after the slash that begins it.
using Segments = std::vector<std::string>;

Segments draw_segments(const TextDraw& draw, std::initializer_list<std::string_view> words,
                       std::uint32_t least) {
  Segments segments(least + draw.below(4));
  for (std::string& segment : segments) segment = draw.one_of(words);
  return segments;
}

std::string joined_segments(const Segments& segments) {
  std::string path;
  for (const std::string& segment : segments) path += (path.empty() ? "" : "/") + segment;
  return path;
}

// RFC 3986, 5.2.4, for segments that are not empty.
std::string walked(const Segments& segments) {
  Segments at;
  for (const std::string& segment : segments) {
    if (segment == ".." && !at.empty()) at.pop_back();
    if (segment != "." && segment != "..") at.push_back(segment);
  }
  const bool ends_in_folder = segments.back() == "." || segments.back() == "..";
  return "/" + joined_segments(at) + (ends_in_folder && !at.empty() ? "/" : "");
}

}  // namespace

void check_url_escapes(const TextDraw& draw) {
  const std::string raw = draw.text(
      {"a", "%", "4", "1", "9", "0", "/", ":", "@", "G", "`", "F", "f", "g", "%41", "%ff", "%2F"}, 6);
  draw.world.check_equal(http::unescaped(raw), without_percents(raw), "a text without its escapes: " + raw);
  const std::string bytes = draw.coin()
                                ? draw.bytes(5)
                                : draw.text({"a", "z", "A", "Z", "0", "9", "`", "{",    "@",    "[",   "/",
                                             ":", "_", ".", "-", "~", " ", "%", "\x7f", "\x80", "\xff"},
                                            6);
  const std::string escaped = http::escaped_for_url(bytes);
  draw.world.check_equal(escaped, with_percents(bytes, "_.-~/"), "a text with escapes");
  draw.world.check_equal(http::unescaped(escaped), bytes, "a text that was escaped and is read");
}

void check_url_arguments(const TextDraw& draw) {
  std::vector<http::Argument> expected;
  std::string query;
  for (std::uint32_t left = draw.below(5); left > 0; --left) {
    if (!query.empty()) query += '&';
    std::string part = draw_argument_text(draw);
    query += part;
    // What was drawn may be several, or none.
    for (bool more = true; more;) {
      const std::size_t end = std::min(part.find('&'), part.size());
      std::string one = part.substr(0, end);
      more = end < part.size();
      if (more) part.erase(0, end + 1);
      if (one.empty()) continue;
      std::replace(one.begin(), one.end(), '+', ' ');
      const std::size_t equals = std::min(one.find('='), one.size());
      expected.emplace_back(without_percents(one.substr(0, equals)),
                            equals == one.size() ? "" : without_percents(one.substr(equals + 1)));
    }
  }
  draw.world.check_equal(http::parse_arguments(query), expected, "the arguments of " + query);
}

void check_url_parts(const TextDraw& draw) {
  const std::string scheme = draw.one_of({"http", "HTTP", "https", "ftp"});
  const std::string user = draw.one_of({"", "", "user", "a%40b"});
  const std::string password = draw.one_of({"", ":", ":secret", ":a:b"});
  const std::string host = draw.one_of({"server", "10.0.0.1", "[::1]", "a.example", ""});
  const std::string port = draw.one_of({"", ":80", ":0", ":65535", ":65536", ":8080", ":"});
  const std::string path = draw.one_of({"", "/", "/a/b", "/a;b=1", "/a%20b", "//a", "/a:b@c"});
  const std::string query = draw.one_of({"", "?", "?a=1", "?a=/?b", "?a:b@c"});
  const std::string fragment = draw.one_of({"", "#", "#f", "#a?b"});
  const std::string login = user.empty() ? "" : user + password + "@";
  const std::string text = fmt::format("{}://{}{}{}{}{}{}", scheme, login, host, port, path, query, fragment);
  World& world = draw.world;
  if (host.empty() || port == ":65536") {
    const bool refused = throws<std::invalid_argument>([&] { static_cast<void>(http::parse_url(text)); });
    // Without a host, what looks like a port is one to Python.
    return world.check(refused || (host.empty() && !port.empty()), "this is no URL: " + text);
  }
  const http::Url url = http::parse_url(text);
  world.check_equal(url.scheme, scheme == "HTTP" ? "http" : scheme, "the scheme of " + text);
  world.check_equal(url.username.value_or("none"), user.empty() ? "none" : user, "the user in " + text);
  const bool has_password = !user.empty() && !password.empty();
  world.check_equal(url.password.value_or("none"), has_password ? password.substr(1) : "none",
                    "the password in " + text);
  // What is no number is taken for a part of the host.
  const std::string name = port == ":" ? host + port : host == "[::1]" ? "::1" : host;
  world.check_equal(url.host, name, "the host in " + text);
  world.check_equal(url.port ? std::to_string(*url.port) : "", port.size() < 2 ? "" : port.substr(1),
                    "the port in " + text);
  world.check_equal(url.authority, host + port, "host and port in " + text);
  world.check_equal(url.target, (path.empty() ? "/" : path) + (query == "?" ? "" : query),
                    "what a server is asked for, of " + text);
}

void check_resolved_url(const TextDraw& draw) {
  const std::string before = draw.one_of({"http://server", "https://u@server:8080"});
  const Segments base = draw_segments(draw, {"b", "c", "dd"}, 0);
  const bool base_is_folder = !base.empty() && draw.coin();
  const bool base_is_bare = base.empty() && draw.coin();  // not even a slash
  const std::string base_path = base_is_bare ? "" : "/" + joined_segments(base) + (base_is_folder ? "/" : "");
  const std::string base_query = draw.one_of({"", "?q=1"});
  const std::string from = before + base_path + base_query + draw.one_of({"", "#x"});

  const std::string query = draw.one_of({"", "?y=2", "?a=../b"});
  const std::string fragment = draw.one_of({"", "#s", "#s?t/.."});
  enum class Kind : std::uint32_t { relative, absolute, elsewhere, same_page, whole, other, count_ };
  const auto kind = static_cast<Kind>(draw.below(static_cast<std::uint32_t>(Kind::count_)));
  const Segments segments = draw_segments(draw, {"g", "..", ".", "hh", "..g"}, 1);
  std::string reference;
  std::string expected;
  switch (kind) {
    case Kind::relative: {
      Segments all = base;
      if (!all.empty() && !base_is_folder) all.pop_back();
      all.insert(all.end(), segments.begin(), segments.end());
      reference = joined_segments(segments);
      expected = before + walked(all);
      break;
    }
    case Kind::absolute:
      reference = "/" + joined_segments(segments);
      expected = before + walked(segments);
      break;
    case Kind::elsewhere:
      reference = "//other:81/p/../q";
      expected = before.substr(0, before.find(':') + 1) + reference;
      break;
    case Kind::same_page:
      if (query.empty() && fragment.empty())
        return draw.world.check_equal(http::resolve_url(from, ""), from, "an empty reference");
      expected = before + base_path + (query.empty() ? base_query : "");
      break;
    case Kind::whole:
      reference = before.substr(0, before.find(':')) + "://other/p";
      expected = reference;
      break;
    default:
      reference = expected = "mailto:a";
  }
  reference += query + fragment;
  expected += query + fragment;
  draw.world.check_equal(http::resolve_url(from, reference), expected, reference + " on the page " + from);
}

}  // namespace windtunnel::subjects
