// A story in columns, so that a reader sees at a glance which step came before which.
#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/core/printable.hpp"
#include "harness/findings/story.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::string_view clock_words = "time (s)";
constexpr std::size_t longest_words = 60;
constexpr std::size_t most_columns = 6;
constexpr std::size_t column_gap = 3;   // between two columns
constexpr std::size_t least_step = 20;  // from the beginning of a column to that of the next

std::string cell_of(const StoryStep& step) {
  const std::string words = core::printable_lines(step.words);
  return step.place.empty() ? words : words + "  " + core::printable_lines(step.place);
}

// Whether it fits into no column, and gets lines of its own.
bool is_long(const StoryStep& step) {
  return step.words.size() > longest_words || step.words.find('\n') != std::string::npos;
}

struct Column {
  std::string name;
  std::size_t width = 0;
  std::size_t begin = 0;  // how many characters are before it
};

// Indents all lines but the first.
void indent_lines(std::string& words, std::size_t blanks) {
  for (std::size_t at = words.find('\n'); at != std::string::npos; at = words.find('\n', at + 1))
    words.insert(at + 1, blanks, ' ');
}

class Columns {
 public:
  Columns(const Story& story, std::size_t most_lines, std::size_t widest)
      : story_(story), shown_(steps_that_matter(story, most_lines)) {
    std::vector<std::size_t> widths(story.lanes.size());
    std::vector<bool> used(story.lanes.size());
    for (const std::size_t at : shown_) {
      const StoryStep& step = story.steps[at];
      used[step.lane] = true;
      time_width_ = std::max(time_width_, time_of(step).size());
      if (!is_long(step)) widths[step.lane] = std::max(widths[step.lane], cell_of(step).size());
    }
    for (std::uint32_t lane = 0; lane < story.lanes.size(); ++lane) {
      if (!used[lane]) continue;
      Column& column = columns_[lane];
      column.name = core::printable_lines(story.lanes[lane].name);
      column.width = std::max(widths[lane], column.name.size());
    }
    beside_ = columns_.size() <= most_columns && place_columns(widest + clock_words.size());
  }

  std::string text() {
    if (shown_.empty()) return {};
    if (beside_) add_header();
    std::size_t next = 0;
    for (const std::size_t at : shown_) {
      add_gap(at - next + (next == 0 ? story_.left_out : 0));
      add_step(story_.steps[at]);
      next = at + 1;
    }
    add_gap(story_.steps.size() - next);
    return std::move(text_);
  }

 private:
  static std::string time_of(const StoryStep& step) { return seconds_in_words(step.seconds); }

  // One after another, or, if they are too wide together, in equal steps: a row has one cell, so that nothing
  // is in its way. False if that is too narrow to tell them apart.
  bool place_columns(std::size_t end) {
    const std::size_t first = time_width_ + column_gap;
    std::size_t begin = first;
    std::size_t step = end;
    std::size_t needed = least_step;
    for (auto& [lane, column] : columns_) {
      column.begin = begin;
      begin += column.width + column_gap;
      needed = std::max(needed, column.name.size() + column_gap);
    }
    if (begin <= end + column_gap) return true;
    std::size_t number = 0;
    for (auto& [lane, column] : columns_) {
      const std::size_t room = end - std::min(end, first + column.width);
      if (number == 0 ? room == 0 : room / number < needed) return false;
      if (number > 0) step = std::min(step, room / number);
      ++number;
    }
    begin = first;
    for (auto& [lane, column] : columns_) column.begin = std::exchange(begin, begin + step);
    return true;
  }

  void add_header() {
    std::string header = fmt::format("{:<{}}", clock_words, time_width_);
    for (const auto& [lane, column] : columns_)
      header = fmt::format("{:<{}}{}", header, column.begin, column.name);
    add_line(std::move(header));
  }

  void add_gap(std::size_t steps) {
    if (steps == 0) return;
    text_ += fmt::format("{:<{}}   ({} step{} left out)\n", "...", time_width_, steps,
                         steps == 1 ? " is" : "s are");
  }

  void add_step(const StoryStep& step) {
    std::string row = fmt::format("{:<{}}", time_of(step), time_width_);
    if (!beside_ || is_long(step)) {
      std::string words = cell_of(step);
      indent_lines(words, time_width_ + 5);
      row += fmt::format("   {}: {}", columns_.at(step.lane).name, words);
    } else {
      row.resize(columns_.at(step.lane).begin, ' ');
      row += cell_of(step);
    }
    add_line(std::move(row));
  }

  // A line without the blanks at its end.
  void add_line(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + "\n";
  }

  const Story& story_;
  std::vector<std::size_t> shown_;
  std::map<std::uint32_t, Column> columns_;
  std::size_t time_width_ = clock_words.size();
  bool beside_ = true;
  std::string text_;
};

}  // namespace

std::string in_columns(const Story& story, std::size_t most_lines, std::size_t width) {
  return Columns(story, most_lines, width).text();
}

}  // namespace windtunnel::findings
