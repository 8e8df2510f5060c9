#include "harness/core/choice_log.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <limits>

namespace windtunnel::core {

namespace {

using tornado::ChoiceKind;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// Reads one schedule from left to right.
class ScheduleParser {
 public:
  explicit ScheduleParser(std::string_view text) : text_(text) {}

  ChoiceLog parse() {
    if (text_.size() > schedule_text_limit) {
      fail(schedule_text_limit, "a longer text", fmt::format("at most {} bytes", schedule_text_limit));
    }
    ChoiceLog log;
    if (text_ == "-") return log;
    for (;;) {
      if (log.size() == choice_limit)
        fail(at_, "another choice", fmt::format("at most {} choices", choice_limit));
      log.append(choice());
      if (at_ == text_.size()) return log;
      if (text_[at_] != ',') fail(at_, found(), "',' or the end");
      ++at_;
    }
  }

 private:
  Choice choice() {
    Choice read;
    read.kind = kind();
    const std::size_t index_at = at_;
    read.index = number(log_start() ? "index/options, a kind of choice and ':', or '-' alone"
                                    : "index/options or a kind of choice and ':'");
    if (at_ == text_.size() || text_[at_] != '/') fail(at_, found(), "'/' and the number of options");
    const std::size_t options_at = ++at_;
    read.options = number("the number of options");
    if (read.options < 2) fail(options_at, fmt::format("{} options", read.options), "at least 2 options");
    if (read.index >= read.options) {
      fail(index_at, fmt::format("index {}", read.index),
           fmt::format("0 to {} of {} options", read.options - 1, read.options));
    }
    return read;
  }

  ChoiceKind kind() {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] >= 'a' && text_[end] <= 'z') ++end;
    if (end == at_) return ChoiceKind::external;
    const std::string_view name = text_.substr(at_, end - at_);
    for (std::size_t at = 0; at < tornado::choice_kind_count; ++at) {
      const auto candidate = static_cast<ChoiceKind>(at);
      if (name_of(candidate) != name) continue;
      at_ = end;
      if (at_ == text_.size() || text_[at_] != ':') fail(at_, found(), "':' after the kind of choice");
      ++at_;
      return candidate;
    }
    fail(at_, fmt::format("'{}{}'", name.substr(0, 20), name.size() > 20 ? "..." : ""),
         "external, callback, timer, io, latency, fragment, fault, value");
  }

  std::uint32_t number(const char* allowed) {
    const std::size_t start = at_;
    std::uint64_t value = 0;
    while (at_ < text_.size() && is_digit(text_[at_])) {
      value = value * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
      if (value > std::numeric_limits<std::uint32_t>::max()) {
        fail(start, "a larger number", "numbers up to 4294967295");
      }
    }
    if (at_ == start) fail(at_, found(), allowed);
    return static_cast<std::uint32_t>(value);
  }

  bool log_start() const { return at_ == 0; }

  std::string found() const {
    if (at_ == text_.size()) return "the end";
    const auto byte = static_cast<unsigned char>(text_[at_]);
    return byte > 0x20 && byte < 0x7f ? fmt::format("'{}'", text_[at_]) : fmt::format("byte 0x{:02x}", byte);
  }

  [[noreturn]] static void fail(std::size_t at, const std::string& found, const std::string& allowed) {
    throw ScheduleError(at + 1, found, allowed);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

ScheduleError::ScheduleError(std::size_t column, const std::string& found, const std::string& allowed)
    : std::runtime_error(fmt::format("schedule, column {}: found {}, allowed: {}", column, found, allowed)),
      column_(column),
      found_(found),
      allowed_(allowed) {}

ChoiceLog ChoiceLog::without_trailing_zeros() const {
  std::span<const Choice> kept = choices_;
  while (!kept.empty() && kept.back().index == 0) kept = kept.first(kept.size() - 1);
  return ChoiceLog(kept);
}

std::string to_text(const ChoiceLog& log) {
  if (log.empty()) return "-";
  std::string text;
  for (const Choice& choice : log.choices()) {
    if (!text.empty()) text += ',';
    if (choice.kind != ChoiceKind::external) {
      text += name_of(choice.kind);
      text += ':';
    }
    fmt::format_to(std::back_inserter(text), "{}/{}", choice.index, choice.options);
  }
  return text;
}

ChoiceLog trimmed(const ChoiceLog& log) {
  std::size_t size = log.size();
  while (size > 0 && log[size - 1].index == 0) --size;
  return ChoiceLog(log.choices().first(size));
}

ChoiceLog parse_choices(std::string_view text) {
  return ScheduleParser(text).parse();
}

}  // namespace windtunnel::core
