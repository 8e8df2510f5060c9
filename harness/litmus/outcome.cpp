#include "harness/litmus/outcome.hpp"

#include <algorithm>

namespace windtunnel::litmus {

namespace {

/// Removes everything up to and including the first `separator` from `text`; returns what was before it.
std::string_view cut(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view head = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return head;
}

}  // namespace

std::string outcome_of(std::string_view event_lines, bool times) {
  std::string outcome;
  while (!event_lines.empty()) {
    const std::string_view line = cut(event_lines, '\n');
    std::string_view words = line;
    const std::string_view time = cut(words, ' ');
    if (words == "return None") continue;
    if (!outcome.empty()) outcome += "; ";
    if (time == "end") {
      outcome += line;
      continue;
    }
    if (words.starts_with("log ")) words.remove_prefix(4);
    outcome += words;
    if (times) outcome.append(" @").append(time);
  }
  return outcome.empty() ? "nothing" : outcome;
}

}  // namespace windtunnel::litmus
