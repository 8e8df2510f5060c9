#include "harness/oracle/side_by_side.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "harness/core/lines.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::oracle {

namespace {

constexpr std::size_t most_before = 200;  // lines that are the same, before the first that is not
constexpr std::size_t most_after = 100;
constexpr std::size_t widest_column = 60;
constexpr std::size_t longest_column = 1000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) lines.push_back(core::take_line(text));
  return lines;
}

// How many characters a terminal shows: one for each byte that does not go on with a character.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
  }));
}

std::string shown(const std::vector<std::string_view>& lines, std::size_t at) {
  return at < lines.size() ? scenario::printable(lines[at], longest_column) : std::string();
}

std::string text_of(const SideResult& side) {
  return side.refused ? "refused: " + side.text + "\n" : side.text;
}

std::string row(std::string_view mark, const std::string& left, const std::string& right, std::size_t width) {
  std::string line = fmt::format("{} {}", mark, left);
  if (!right.empty()) {
    const std::size_t used = width_of(left);
    line.append(used < width ? width - used : 0, ' ').append(" | ").append(right);
  }
  return line + "\n";
}

}  // namespace

std::string side_by_side(const Difference& difference) {
  const bool failed = difference.law == oracle_answers;
  const std::string heading = "this runtime";
  const std::string local_text = text_of(difference.native);
  const std::string real_text = text_of(difference.real);
  const std::vector<std::string_view> native = lines_of(local_text);
  const std::vector<std::string_view> real = lines_of(real_text);
  // What is the same but for words that do not count is shown as the same.
  const std::string local_counts = comparable(difference.native);
  const std::string real_counts = comparable(difference.real);
  const std::vector<std::string_view> ours = lines_of(local_counts);
  const std::vector<std::string_view> theirs = lines_of(real_counts);
  const std::size_t first = first_different_line(local_counts, real_counts).value_or(0);
  const std::size_t begin = first > most_before ? first - most_before : 0;
  const std::size_t end = std::min(std::max(native.size(), real.size()), first + most_after);
  std::size_t width = heading.size();
  for (std::size_t at = begin; at < std::min(end, native.size()); ++at) {
    width = std::max(width, std::min(widest_column, width_of(shown(native, at))));
  }
  std::string out = row(" ", heading, failed ? "the oracle" : "the real Tornado 4.5.3", width);
  if (begin > 0) out += fmt::format("  ... {} lines that are the same\n", begin);
  for (std::size_t at = begin; at < end; ++at) {
    const bool same = at < ours.size() && at < theirs.size() && ours[at] == theirs[at];
    out += row(same ? " " : ">", shown(native, at), shown(real, at), width);
  }
  if (end < std::max(native.size(), real.size())) out += "  ... and more\n";
  return out;
}

}  // namespace windtunnel::oracle
