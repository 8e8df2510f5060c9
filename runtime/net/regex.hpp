// Regex: regular expressions over bytes, compiled once. read_until_regex searches with them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tornado {

/// A compiled expression in RE2's syntax, which is Python's except for what would need backtracking. It
/// matches bytes; `.` matches all of them except a newline.
///
/// Only the constructor needs RE2: programs that make no Regex need not link tornado::regex.
class Regex {
 public:
  /// Throws std::invalid_argument, with RE2's message, if the pattern is not valid. Recently used patterns
  /// are kept compiled.
  explicit Regex(const std::string& pattern);

  /// The end of the first match; empty if nothing matches.
  std::optional<std::size_t> end_of_match(std::string_view text) const {
    return compiled_->end_of_match(text);
  }

  const std::string& pattern() const { return compiled_->pattern(); }

 private:
  class Compiled {
   public:
    virtual ~Compiled() = default;
    virtual std::optional<std::size_t> end_of_match(std::string_view text) const = 0;
    virtual const std::string& pattern() const = 0;
  };
  class ByRe2;

  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace tornado
