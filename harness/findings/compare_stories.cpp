#include "harness/findings/compare_stories.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "harness/core/printable.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::size_t widest_column = 66;
constexpr std::size_t narrowest_column = 18;
constexpr std::size_t gap = 3;  // between the columns

bool equal_steps(const Story& one, std::size_t at, const Story& other, std::size_t place) {
  const StoryStep& left = one.steps[at];
  const StoryStep& right = other.steps[place];
  return left.kind == right.kind && left.words == right.words && left.place == right.place &&
         one.lanes[left.lane].name == other.lanes[right.lane].name;
}

// The number of characters, for columns: bytes that begin one.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80;
  }));
}

std::string shortened(std::string text, std::size_t most) {
  if (width_of(text) <= most) return text;
  std::size_t end = 0;
  for (std::size_t left = most - 3; left > 0; --left)
    while (++end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) {
    }
  return text.substr(0, end) + "...";
}

std::string line_of(const Story& story, std::size_t at, std::size_t most) {
  if (at >= story.steps.size()) return at == story.steps.size() ? "(the end)" : "";
  const StoryStep& step = story.steps[at];
  return shortened(core::printable_line(fmt::format("{}  {}: {}{}{}", seconds_in_words(step.seconds),
                                                    story.lanes[step.lane].name, step.words,
                                                    step.place.empty() ? "" : "  ", step.place)),
                   most);
}

}  // namespace

StoryDifference difference_of(const Story& one, const Story& other) {
  const std::size_t shorter = std::min(one.steps.size(), other.steps.size());
  StoryDifference difference;
  while (difference.equal < shorter && equal_steps(one, difference.equal, other, difference.equal))
    ++difference.equal;
  std::size_t end = 0;
  while (end < shorter - difference.equal &&
         equal_steps(one, one.steps.size() - 1 - end, other, other.steps.size() - 1 - end))
    ++end;
  difference.different = std::max(one.steps.size(), other.steps.size()) - difference.equal - end;
  return difference;
}

std::string side_by_side(const Story& one, const Story& other, std::string_view name_of_one,
                         std::string_view name_of_other, std::size_t most, std::size_t width) {
  const StoryDifference difference = difference_of(one, other);
  if (difference.none()) return "they do not differ\n";
  const std::size_t column = std::clamp((std::max(width, gap) - gap) / 2, narrowest_column, widest_column);
  std::vector<std::pair<std::string, std::string>> rows{
      {std::string(name_of_one), std::string(name_of_other)}};
  const std::size_t first = difference.equal;
  for (std::size_t at = first > 0 ? first - 1 : first; at < first + most; ++at)
    rows.emplace_back(line_of(one, at, column), line_of(other, at, column));
  std::size_t widest = 0;
  for (const auto& [left, right] : rows) widest = std::max(widest, width_of(left));
  std::string text = fmt::format("they part after {} equal step{}\n", first, first == 1 ? "" : "s");
  for (const auto& [left, right] : rows) {
    if (left.empty() && right.empty()) continue;
    std::string row = left + std::string(widest - width_of(left) + gap, ' ') + right;
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

}  // namespace windtunnel::findings
