// Heads of messages, their headers, the lines of chunks, and what a proxy says.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <vector>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/errors.hpp"
#include "runtime/http/forwarded.hpp"
#include "runtime/http/head.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

using Fields = std::vector<http::HeaderField>;

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& byte : small) byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  return small;
}

// The name as it is shown: a capital where a word begins.
std::string shown_name(std::string_view name) {
  std::string shown = lower(name);
  for (std::size_t at = 0; at < shown.size(); ++at)
    if (at == 0 || shown[at - 1] == '-')
      shown[at] = static_cast<char>(std::toupper(static_cast<unsigned char>(shown[at])));
  return shown;
}

auto has_name(const std::string& name) {
  return [shown = shown_name(name)](const http::HeaderField& field) { return field.first == shown; };
}

// Headers as a list: the values of one name stand where its first one stood.
class PlainHeaders {
 public:
  void add(const std::string& name, const std::string& value) {
    const auto last = std::find_if(fields_.rbegin(), fields_.rend(), has_name(name));
    fields_.insert(last == fields_.rend() ? fields_.end() : last.base(), {shown_name(name), value});
  }
  void set(const std::string& name, const std::string& value) {
    const auto first = std::find_if(fields_.begin(), fields_.end(), has_name(name));
    if (first == fields_.end()) return add(name, value);
    first->second = value;
    fields_.erase(std::remove_if(first + 1, fields_.end(), has_name(name)), fields_.end());
  }
  bool erase(const std::string& name) { return std::erase_if(fields_, has_name(name)) > 0; }
  std::vector<std::string> list(const std::string& name) const {
    std::vector<std::string> values;
    for (const auto& field : fields_)
      if (has_name(name)(field)) values.push_back(field.second);
    return values;
  }
  std::optional<std::string> get(const std::string& name) const {
    std::optional<std::string> joined;
    for (const std::string& value : list(name))
      joined = joined ? fmt::format("{},{}", *joined, value) : value;
    return joined;
  }
  const Fields& all() const { return fields_; }

 private:
  Fields fields_;
};

// The lines of a head, and what they say.
struct DrawnHead {
  std::string text;
  PlainHeaders headers;
  bool malformed = false;
};

DrawnHead draw_fields(const TextDraw& draw, const std::string& end) {
  DrawnHead head;
  for (std::uint32_t left = draw.below(5); left > 0; --left) {
    const std::string name = draw.one_of({"Host", "host", "X-a", "x-b-C", "a", "Zz"});
    std::string value = draw.one_of({"v", "", "a b", "1", "\xe9", "a:b", "c,d"});
    const std::string before = draw.one_of({"", " ", "\t", "  ", "\xa0"});
    const std::string after = value.empty() ? "" : draw.one_of({"", " ", "\t", "\xa0"});
    head.text += fmt::format("{}:{}{}{}{}", name, before, value, after, end);
    if (draw.below(4) == 3) {
      const std::string more = draw.one_of({"w", "x y"});
      head.text.append(draw.one_of({" ", "\t", "  \t"})).append(more).append(end);
      value.append(" ").append(more);
    }
    head.headers.add(name, value);
  }
  if (draw.below(8) == 7) {
    head.text += draw.one_of({"no colon", ": no name", "bad name: 1", "a\x01: 1", "a: \x01"}) + end;
    head.malformed = true;
  }
  return head;
}

enum class Framing : std::uint32_t {
  none,
  length,
  same_lengths,
  other_lengths,
  encoding,
  both,
  bad_length,
  count_
};

bool add_framing(const TextDraw& draw, const std::string& end, DrawnHead& head) {
  const auto framing = static_cast<Framing>(draw.below(static_cast<std::uint32_t>(Framing::count_)));
  const auto add = [&](const std::string& name, const std::string& value) {
    head.text += name + ": " + value + end;
    head.headers.add(name, value);
  };
  switch (framing) {
    case Framing::length:
      add("Content-Length", "5");
      return true;
    case Framing::same_lengths:
      add("Content-Length", "5");
      add("Content-Length", "5");
      return true;
    case Framing::other_lengths:
      add("Content-Length", "5");
      add("Content-Length", "6");
      return false;
    case Framing::encoding:
      add("Transfer-Encoding", "chunked");
      return true;
    case Framing::both:
      add("Content-Length", "5");
      add("Transfer-Encoding", "chunked");
      return false;
    case Framing::bad_length:
      add("Content-Length", draw.one_of({"-1", "x", "5x"}));
      return false;
    default:
      return true;
  }
}

template <class Parse>
void check_head(const TextDraw& draw, const std::string& start, const std::string& end, Parse parse) {
  World& world = draw.world;
  const std::string before = draw.one_of({"", "", "\r\n", "\n\r\n"});
  DrawnHead head = draw_fields(draw, end);
  const bool framed = add_framing(draw, end, head);
  const bool folds_nothing = draw.below(8) == 7;
  const std::string text = before + start + end + (folds_nothing ? " fold" + end : "") + head.text + end;
  const std::string words = "the head " + text_in_words(text);
  if (folds_nothing || head.malformed) {
    const bool refused = throws<std::exception>([&] { static_cast<void>(parse(text)); });
    return world.check(refused, words + " is refused");
  }
  const auto parsed = parse(text);
  world.check_equal(parsed.headers.get_all(), head.headers.all(), words);
  world.check_equal(parsed.framing_error.empty(), framed, "whether the length is known of " + words);
  http::HTTPHeaders unified = parsed.headers;
  const std::optional<std::string> lengths = head.headers.get("Content-Length");
  const bool one = !lengths || lengths->find(',') == std::string::npos || *lengths == "5,5";
  world.check_equal(http::unify_content_length(unified), one, "whether the lengths are one");
  if (lengths)
    world.check_equal(unified.get("Content-Length", ""),
                      one ? lengths->substr(0, lengths->find(',')) : *lengths, "the length");
  std::string written;
  for (const auto& [name, value] : head.headers.all()) written += fmt::format("{}: {}\r\n", name, value);
  const std::string again = http::to_text(parsed.start_line, parsed.headers);
  world.check(again.ends_with("\r\n" + written + "\r\n"),
              "the head as it is written: " + text_in_words(again));
  http::HTTPHeaders split = parsed.headers;
  split.add(draw.one_of({"A", "B\n"}), draw.one_of({"1\r", "\n2"}));
  world.check(
      throws<std::invalid_argument>([&] { static_cast<void>(http::to_text(parsed.start_line, split)); }),
      "a line end in a header is not sent");
}

}  // namespace

void check_headers(const TextDraw& draw) {
  World& world = draw.world;
  http::HTTPHeaders headers;
  PlainHeaders plain;
  const auto name = [&] { return draw.one_of({"a", "A", "Ab-cD", "aB-Cd", "x-", "z1-@z", "ab"}); };
  for (std::uint32_t left = 1 + draw.below(8); left > 0; --left) {
    const std::string key = name();
    const std::string value = draw.one_of({"1", "two", "", "Three"});
    switch (draw.below(4)) {
      case 0:
        headers.add(key, value);
        plain.add(key, value);
        break;
      case 1:
        headers.set(key, value);
        plain.set(key, value);
        break;
      case 2:
        world.check_equal(headers.erase(key), plain.erase(key), "whether there was a header " + key);
        break;
      default:
        headers.add(key, "more");
        plain.add(key, "more");
    }
  }
  const std::string key = name();
  const std::optional<std::string> value = plain.get(key);
  world.check_equal(headers.get_all(), plain.all(), "all headers");
  world.check_equal(headers.get_list(key), plain.list(key), "the values of " + key);
  world.check_equal(headers.get(key).value_or("none"), value.value_or("none"), "the value of " + key);
  world.check_equal(headers.get(key, "none"), value.value_or("none"), "the value of " + key);
  world.check_equal(headers.has(key), value.has_value(), "whether there is a header " + key);
  world.check_equal(headers.empty(), plain.all().empty(), "whether there are no headers");
  const std::string word = draw.one_of({"1", "TWO", "three", "", "two,MORE", "more,1", "mor", "{wo"});
  world.check_equal(headers.says(key, word), value && lower(*value) == lower(word), key + " says " + word);
  world.check_equal(http::HTTPHeaders::normalized(key), shown_name(key), "the usual form of " + key);
}

void check_request_head(const TextDraw& draw) {
  const std::string end = draw.one_of({"\r\n", "\n"});
  const std::string method = draw.one_of({"GET", "POST", "PURGE"});
  const std::string path = draw.one_of({"/", "/a?b=c", "*", "http://a/b"});
  const std::string version = draw.one_of({"HTTP/1.1", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/1"});
  const std::string start = method + " " + path + " " + version;
  const bool known = version == "HTTP/1.1" || version == "HTTP/1.0";
  const std::string bad = draw.one_of({"", "", "", "GET", "GET /", "GE@T / HTTP/1.1", "GET  HTTP/1.1"});
  if (!bad.empty() || !known) {
    const std::string text = (bad.empty() ? start : bad) + end + "a: b" + end + end;
    const auto parse = [&] { static_cast<void>(http::parse_request_head(text)); };
    return draw.world.check(throws<http::HTTPInputError>(parse), "this is no head: " + text_in_words(text));
  }
  check_head(draw, start, end, [&](std::string_view text) {
    auto head = http::parse_request_head(text);
    draw.world.check_equal(head.start_line, http::RequestStartLine{method, path, version}, start);
    const std::string first = fmt::format("{} {} HTTP/1.1\r\n", method, path);
    draw.world.check(http::to_text(head.start_line, {}) == first + "\r\n", "the first line as it is written");
    return head;
  });
}

void check_response_head(const TextDraw& draw) {
  const std::string end = draw.one_of({"\r\n", "\n"});
  const std::string version = draw.one_of({"HTTP/1.1", "HTTP/1.0"});
  const int code = draw.one_of({200, 100, 404, 599});
  const std::string reason = draw.one_of({"OK", "", "Not Found", "very odd"});
  const std::string start = fmt::format("{} {} {}", version, code, reason);
  const std::string bad =
      draw.one_of({"", "", "", "HTTP/3 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2x0 OK", "200 OK"});
  if (!bad.empty()) {
    const std::string text = bad + end + end;
    const auto parse = [&] { static_cast<void>(http::parse_response_head(text)); };
    return draw.world.check(throws<http::HTTPInputError>(parse), "this is no head: " + text_in_words(text));
  }
  check_head(draw, start, end, [&](std::string_view text) {
    auto head = http::parse_response_head(text);
    draw.world.check_equal(head.start_line, http::ResponseStartLine{version, code, reason}, start);
    const std::string first = fmt::format("HTTP/1.1 {} {}\r\n", code, reason);
    draw.world.check(http::to_text(head.start_line, {}) == first + "\r\n", "the first line as it is written");
    return head;
  });
}

void check_chunk_lines(const TextDraw& draw) {
  World& world = draw.world;
  const std::string data = std::string(draw.one_of({0, 1, 9, 10, 15, 16, 255, 256}), 'x');
  const std::string chunk = data.empty() ? "0\r\n\r\n" : fmt::format("{:x}\r\n{}\r\n", data.size(), data);
  world.check_equal(http::to_chunk(data), chunk, "a chunk");
  const std::string line = draw.one_of({"", " ", "\t"}) + fmt::format("{:x}", data.size()) +
                           draw.one_of({"", " ", "\r\n", "\t\r\n"});
  world.check_equal(http::parse_chunk_size(line), data.size(), "the size in " + text_in_words(line));
  const std::string bad = draw.one_of(
      {"", "\r\n", "g\r\n", "5;a=b\r\n", "-1\r\n", "0x5\r\n", "1 2\r\n", "10000000000000000\r\n"});
  world.check(throws<std::invalid_argument>([&] { static_cast<void>(http::parse_chunk_size(bad)); }),
              "this is no size: " + text_in_words(bad));
  const int code = draw.one_of({200, 404, 100, 511, 226, 299, 0, 600, 512, 99});
  const std::string reason = code == 200   ? "OK"
                             : code == 404 ? "Not Found"
                             : code == 100 ? "Continue"
                             : code == 511 ? "Network Authentication Required"
                             : code == 226 ? "IM Used"
                                           : "Unknown";
  world.check_equal(http::reason_phrase(code), reason, fmt::format("the phrase of {}", code));
}

void check_forwarded(const TextDraw& draw) {
  http::HTTPHeaders headers;
  http::RequestContext context;
  context.remote_ip = "10.0.0.9";
  std::string ip = context.remote_ip;
  std::string scheme = context.protocol;
  std::vector<std::string> trusted;
  if (draw.coin()) trusted = {"10.0.0.1", "fd00::1"};
  if (draw.coin()) {
    std::vector<std::string> hops(1 + draw.below(3));
    std::string list;
    for (std::string& hop : hops) {
      hop = draw.one_of({"10.0.0.1", "10.0.0.2", "fd00::1", "nobody", "10.0.0.256"});
      list += (list.empty() ? "" : draw.one_of({",", ", "})) + hop;
    }
    headers.set("X-Forwarded-For", list);
    const auto untrusted = std::find_if(hops.rbegin(), hops.rend(), [&](const std::string& hop) {
      return std::find(trusted.begin(), trusted.end(), hop) == trusted.end();
    });
    ip = untrusted == hops.rend() ? hops.front() : *untrusted;
  }
  if (draw.coin()) headers.set("X-Real-Ip", ip = draw.one_of({"10.0.0.3", "fd00::3", "unknown", ""}));
  if (draw.coin()) headers.set("X-Forwarded-Proto", scheme = draw.one_of({"https", "http", "ftp"}));
  if (draw.coin()) headers.set("X-Scheme", scheme = draw.one_of({"https", "http", "gopher"}));
  if (ip == "nobody" || ip == "10.0.0.256" || ip == "unknown" || ip.empty()) ip = context.remote_ip;
  if (scheme != "http" && scheme != "https") scheme = context.protocol;
  const http::RequestContext seen = http::forwarded_context(headers, context, trusted);
  draw.world.check_equal(seen.remote_ip, ip, "the browser's address");
  draw.world.check_equal(seen.protocol, scheme, "the browser's protocol");
}

}  // namespace windtunnel::subjects
