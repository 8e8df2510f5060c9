#include "harness/findings/story.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <utility>

namespace windtunnel::findings {

std::string_view name_of(StoryKind kind) {
  constexpr std::string_view names[story_kind_count] = {"step",    "wait",  "wake",  "send",
                                                        "receive", "timer", "fault", "breaks"};
  return names[static_cast<std::size_t>(kind)];
}

std::string seconds_in_words(double seconds) {
  return fmt::format("{:.9g}", seconds);
}

std::optional<std::size_t> Story::violation() const {
  for (std::size_t at = steps.size(); at-- > 0;)
    if (steps[at].kind == StoryKind::breaks) return at;
  return std::nullopt;
}

std::vector<std::size_t> steps_that_matter(const Story& story, std::size_t most) {
  const std::size_t size = story.steps.size();
  std::vector<bool> kept(size, size <= most);
  std::size_t left = size <= most ? 0 : most;
  const auto keep = [&](std::size_t at) {
    if (left == 0 || kept[at]) return false;
    kept[at] = true;
    --left;
    return true;
  };
  // The step before in the same lane.
  std::vector<std::optional<std::size_t>> before(size);
  std::vector<std::optional<std::size_t>> last(story.lanes.size());
  for (std::size_t at = 0; at < size; ++at) before[at] = std::exchange(last[story.steps[at].lane], at);
  std::deque<std::size_t> next;
  const auto visit = [&](std::size_t at) {
    if (keep(at)) next.push_back(at);
  };
  if (size != 0) visit(story.violation().value_or(size - 1));
  for (std::size_t at = size; at-- > 0;)
    if (story.steps[at].kind == StoryKind::fault) visit(at);
  while (!next.empty()) {
    const std::size_t at = next.front();
    next.pop_front();
    for (const std::uint32_t cause : story.steps[at].causes) visit(cause);
    if (before[at]) visit(*before[at]);
  }
  // What room is left goes to what came last.
  for (std::size_t at = size; at-- > 0 && left > 0;) keep(at);
  std::vector<std::size_t> steps;
  for (std::size_t at = 0; at < size; ++at)
    if (kept[at]) steps.push_back(at);
  return steps;
}

}  // namespace windtunnel::findings
