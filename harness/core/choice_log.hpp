// The record of what a run chose. It is what a finding keeps, a replay follows and a shrinker cuts; its text
// form is the schedule of the scenario language: `1/3,0/2`, or `-` for none, and for any kind but `external`
// the kind before it, `callback:1/3`.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// One question and its answer. `options` is at least 2 and `index` below it.
struct Choice {
  tornado::ChoiceKind kind = tornado::ChoiceKind::external;
  std::uint32_t options = 2;
  std::uint32_t index = 0;

  bool operator==(const Choice&) const = default;
};

/// How many choices a log holds at most, and how many bytes its text has at most.
inline constexpr std::size_t choice_limit = 1'000'000;
inline constexpr std::size_t schedule_text_limit = 8U << 20U;

/// A schedule's text that cannot be read. what() is one line: the column, what was found, what is allowed
/// there.
class ScheduleError : public std::runtime_error {
 public:
  ScheduleError(std::size_t column, const std::string& found, const std::string& allowed);

  /// From 1, in bytes.
  std::size_t column() const { return column_; }
  const std::string& found() const { return found_; }
  const std::string& allowed() const { return allowed_; }

 private:
  std::size_t column_;
  std::string found_;
  std::string allowed_;
};

/// The recorded answers of a run, in the order in which they were given.
class ChoiceLog {
 public:
  ChoiceLog() = default;
  explicit ChoiceLog(std::span<const Choice> choices) : choices_(choices.begin(), choices.end()) {}

  /// Adds an answer. A log that is full takes no more and is no longer complete.
  void append(const Choice& choice) {
    if (choices_.size() < choice_limit) {
      choices_.push_back(choice);
    } else {
      complete_ = false;
    }
  }

  /// Forgets all; keeps the memory.
  void clear() {
    choices_.clear();
    complete_ = true;
  }

  std::span<const Choice> choices() const { return choices_; }
  std::size_t size() const { return choices_.size(); }
  bool empty() const { return choices_.empty(); }
  const Choice& operator[](std::size_t at) const { return choices_[at]; }

  /// False after an answer was dropped because the log was full: such a log replays only the start of its
  /// run.
  bool complete() const { return complete_; }

  /// The log up to its last answer that is not 0. A replay answers 0 beyond the end of its log, so this is
  /// the same run.
  ChoiceLog without_trailing_zeros() const;

  bool operator==(const ChoiceLog&) const = default;

 private:
  std::vector<Choice> choices_;
  bool complete_ = true;
};

/// The log's text form.
std::string to_text(const ChoiceLog& log);

/// The log with that text form; throws ScheduleError. Blanks are not allowed anywhere.
ChoiceLog parse_choices(std::string_view text);

/// The log without the zeros at its end: beyond the end of a log every answer is 0.
ChoiceLog trimmed(const ChoiceLog& log);

}  // namespace windtunnel::core
