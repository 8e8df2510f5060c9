// Base64, UTF-8, what Unicode calls blank, gzip, and the texts of arguments and pages.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/base64.hpp"
#include "runtime/http/gzip.hpp"
#include "runtime/http/utf8.hpp"
#include "runtime/web/text.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

// RFC 4648, three bytes at a time.
std::string in_base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    std::uint32_t group = 0;
    for (std::size_t at = 0; at < 3; ++at)
      group = group * 256 + (at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0);
    std::string four;
    for (int at = 0; at < 4; ++at, group /= 64) four.insert(four.begin(), digits[group % 64]);
    for (std::size_t at = 3; at > bytes.size(); --at) four[at] = '=';
    text += four;
  }
  return text;
}

// A code point in UTF-8, RFC 3629.
std::string utf8_of(std::uint32_t point) {
  std::string text;
  const auto rest = [&](unsigned shift) { text += static_cast<char>(0x80 + (point >> shift) % 64); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 + (point >> 6U));
    rest(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0 + (point >> 12U));
    rest(6);
    rest(0);
  } else {
    text += static_cast<char>(0xf0 + (point >> 18U));
    rest(12);
    rest(6);
    rest(0);
  }
  return text;
}

// The blanks of Python's str.isspace, and their neighbours.
constexpr std::uint32_t blank_points[] = {0x20,   0x09,   0x0a,   0x0d,   0x1c,   0x1f,   0x85,   0xa0,
                                          0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
constexpr std::uint32_t other_points[] = {'a',    0x08,   0x0e,   0x1b,   0x21,   0x84,   0x86,    0x9f,
                                          0xa1,   0x167f, 0x1681, 0x1fff, 0x200b, 0x2027, 0x202a,  0x202e,
                                          0x2030, 0x205e, 0x2060, 0x2fff, 0x3001, 0xffff, 0x10000, 0x10ffff};

std::string draw_points(const TextDraw& draw, const std::uint32_t* points, std::uint32_t count,
                        std::uint32_t most) {
  std::string text;
  for (std::uint32_t left = draw.below(most + 1); left > 0; --left)
    text += utf8_of(points[draw.below(count)]);
  return text;
}

}  // namespace

void check_base64(const TextDraw& draw) {
  World& world = draw.world;
  const std::string plain = draw.bytes(7);
  const std::string text = http::to_base64(plain);
  world.check_equal(text, in_base64(plain), "base64 of " + text_in_words(plain));
  world.check_equal(http::from_base64(text).value_or("none"), plain, "what " + text + " stands for");
  std::string loose;  // other characters are skipped, and nothing counts after the padding
  for (const char digit : text) loose += std::string(1, digit) + draw.one_of({"", "", "-", " ", "\n", "_"});
  loose += text.ends_with('=') ? draw.one_of({"", "A", "AAAA", "="}) : "";
  world.check_equal(http::from_base64(loose).value_or("none"), plain, "what " + loose + " stands for");
  if (!text.ends_with('=')) return;
  const std::string cut = text.substr(0, text.size() - 1);
  world.check(!http::from_base64(cut), "base64 without all of its padding: " + cut);
  const bool one_digit_more = text.size() > 4;
  if (one_digit_more)
    world.check(!http::from_base64(text.substr(0, text.size() - 3)), "a digit that is alone");
}

void check_utf8(const TextDraw& draw) {
  World& world = draw.world;
  constexpr std::uint32_t points[] = {0x00,    0x41,    0x7f,    0x80,    0xe9,    0xff,   0x100,
                                      0x7ff,   0x800,   0xfff,   0x1000,  0xd7ff,  0xe000, 0xffff,
                                      0x10000, 0x3ffff, 0x40000, 0xfffff, 0x10ffff};
  std::string text;
  std::string bytes;
  bool narrow = true;
  for (std::uint32_t left = draw.below(4); left > 0; --left) {
    const std::uint32_t point = points[draw.below(static_cast<std::uint32_t>(std::size(points)))];
    text += utf8_of(point);
    narrow = narrow && point < 0x100;
    bytes += static_cast<char>(point % 256);
  }
  world.check(http::is_utf8(text), "this is UTF-8: " + text_in_words(text));
  world.check_equal(http::latin1_of_utf8(text).value_or("none"), narrow ? bytes : "none",
                    "the text in Latin-1");
  // Cut, too long, a half of a pair, beyond the last one, no beginning.
  const std::string bad =
      draw.one_of({"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe0\xa0",
                   "\xed\xa0\x80", "\xed\xbf\xbf", "\xef\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
                   "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe1\x80\xc0"});
  const std::string broken = text + bad + draw.one_of({"", "a"});
  world.check(!http::is_utf8(broken), "this is not UTF-8: " + text_in_words(broken));
  world.check(!http::latin1_of_utf8(broken), "what is not UTF-8 is no Latin-1");
  const std::string latin1 = draw.bytes(4);
  std::string expected;
  for (const char byte : latin1) expected += utf8_of(static_cast<unsigned char>(byte));
  world.check_equal(http::utf8_of_latin1(latin1), expected, "bytes as code points");
}

void check_blanks(const TextDraw& draw) {
  const std::string before = draw_points(draw, blank_points, std::size(blank_points), 2);
  const std::string after = draw_points(draw, blank_points, std::size(blank_points), 2);
  std::string core = draw_points(draw, other_points, std::size(other_points), 2);
  if (!core.empty())
    core +=
        draw_points(draw, blank_points, std::size(blank_points), 1) + utf8_of(other_points[draw.below(4)]);
  const std::string text = before + core + after;
  draw.world.check_equal(http::without_blanks(text), core, "without blanks: " + text_in_words(text));
  // Of control characters, only those that are no line ends and no tabs become blanks.
  const std::string controls =
      draw.text({"a", "\x01", "\b", "\t", "\n", "\v", "\r", "\x0e", "\x1f", " ", "\x7f"}, 5);
  std::string plain;
  for (const char byte : controls) plain += byte > 0 && byte < ' ' && (byte < 9 || byte > 13) ? ' ' : byte;
  draw.world.check_equal(tornado::web::without_controls(controls), plain, "a text without its controls");
}

void check_page_texts(const TextDraw& draw) {
  std::string expected;
  std::string text;
  for (std::uint32_t left = draw.below(6); left > 0; --left) {
    const std::string part = draw.one_of({"a", "&", "<", ">", "\"", "'", "&amp;", "\xc3\xa9"});
    text += part;
    expected += part == "&"       ? "&amp;"
                : part == "<"     ? "&lt;"
                : part == ">"     ? "&gt;"
                : part == "\""    ? "&quot;"
                : part == "'"     ? "&#39;"
                : part == "&amp;" ? "&amp;amp;"
                                  : part;
  }
  draw.world.check_equal(tornado::web::escaped_for_html(text), expected, "a text in a page");
  const std::string cleaned = tornado::web::cleaned("\x01 " + text + " \x02\n");
  draw.world.check_equal(cleaned, text, "an argument without what surrounds it");
}

void check_gzip(const TextDraw& draw) {
  World& world = draw.world;
  constexpr std::size_t sizes[] = {0, 1, 100, 3000, 70'000};
  http::GzipCompressor compressor(draw.one_of({6, 1, 9}));
  std::vector<std::pair<std::string, std::size_t>> packed;  // and the length of the text so far
  std::string text;
  const std::uint32_t parts = 1 + draw.below(3);
  for (std::uint32_t part = 0; part < parts; ++part) {
    std::string plain;
    const std::size_t size = sizes[draw.below(part == 0 ? 5 : 3)];
    for (std::uint32_t word = draw.below(1000); plain.size() < size; word = word * 1103515245 + 12345)
      plain += fmt::format("{:x} ", word >> 16U);
    text += plain;
    packed.emplace_back(compressor.compress(plain, part + 1 == parts), text.size());
  }
  const std::size_t most = draw.one_of<std::size_t>({65536, 10, 1000});
  const std::string after = draw.one_of({"", "", "more"});
  http::GzipExpander expander;
  std::string expanded;
  const auto expand = [&](std::string_view bytes) {
    for (bool more = true; more;) {
      const std::string part = expander.expand(bytes, most);
      world.check_at_most(part.size(), most, "bytes at once");
      expanded += part;
      more = !bytes.empty() || part.size() == most;
    }
  };
  for (const auto& [bytes, so_far] : packed) {
    expand(bytes);
    world.check_equal(expanded.size(), so_far, "bytes of the text so far");
  }
  expand(after);
  world.check(expanded == text, fmt::format("{} bytes come back as {}", text.size(), expanded.size()));
  http::GzipExpander other;
  const std::string bad = "this is not compressed";
  std::string_view left = bad;
  world.check(throws<std::invalid_argument>([&] { static_cast<void>(other.expand(left, most)); }),
              "what is not compressed is not expanded");
  world.check(other.expand(left, most).empty() && left.empty(), "after an error nothing is expanded");
}

}  // namespace windtunnel::subjects
