// Regular expressions over bytes, compiled once: what read_until_regex searches with.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tornado {

/// A compiled expression in RE2's syntax, which is Python's but for what would need backtracking. It matches
/// bytes, `.` all of them but a newline.
class Regex {
 public:
  /// Throws std::invalid_argument, with RE2's words, for a pattern that is none. Those used lately are kept
  /// compiled.
  explicit Regex(const std::string& pattern);

  /// The end of the first match; none if nothing matches.
  std::optional<std::size_t> end_of_match(std::string_view text) const;

  const std::string& pattern() const;

 private:
  class Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace tornado
