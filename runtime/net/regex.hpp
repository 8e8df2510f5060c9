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
class Regex {
 public:
  /// Throws std::invalid_argument, with RE2's message, if the pattern is not valid. Recently used patterns
  /// are kept compiled.
  explicit Regex(const std::string& pattern);

  /// The end of the first match; empty if nothing matches.
  std::optional<std::size_t> end_of_match(std::string_view text) const;

  const std::string& pattern() const;

 private:
  class Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace tornado
