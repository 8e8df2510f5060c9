// Lines of a text, one after another.
#pragma once

#include <algorithm>
#include <string_view>

namespace windtunnel::core {

/// Removes the first line, with its end, from `text`, and returns it without its end.
inline std::string_view take_line(std::string_view& text) noexcept {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace windtunnel::core
