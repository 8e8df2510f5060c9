#include "harness/findings/timeline.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "harness/findings/wait_lines.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::string_view clock_words = "time (s)";
constexpr std::size_t longest_words = 60;
constexpr std::size_t widest = 140;  // of all columns
constexpr std::size_t most_columns = 6;

std::string cell_of(const core::TaskLine& line) {
  return line.place.empty() ? line.words : line.words + "  " + line.place;
}

// Whether it fits into no column, and gets lines of its own.
bool is_long(const core::TaskLine& line) {
  return line.words.size() > longest_words || line.words.find('\n') != std::string::npos;
}

struct Column {
  std::string name;
  std::size_t width = 0;
};

// The tasks that the lines are of, by their numbers.
std::map<std::uint32_t, Column> columns_of(std::span<const core::TaskLine> lines,
                                           const tornado::StepLog& steps) {
  std::map<std::uint32_t, Column> columns;
  for (const core::TaskLine& line : lines) {
    std::size_t& width = columns[line.task].width;
    if (!is_long(line)) width = std::max(width, cell_of(line).size());
  }
  for (auto& [task, column] : columns) {
    column.name = column_name(steps, task);
    column.width = std::max(column.width, column.name.size());
  }
  return columns;
}

// Indents all lines but the first.
void indent_lines(std::string& words, std::size_t blanks) {
  for (std::size_t at = words.find('\n'); at != std::string::npos; at = words.find('\n', at + 1))
    words.insert(at + 1, blanks, ' ');
}

// A line without the blanks at its end.
void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

}  // namespace

std::string column_name(const tornado::StepLog& steps, std::uint32_t task) {
  const std::string_view name = steps.task_name(task);
  std::size_t number = 1;
  for (std::uint32_t earlier = 0; earlier < task; ++earlier)
    if (steps.task_name(earlier) == name) ++number;
  return number == 1 ? std::string(name) : fmt::format("{}#{}", name, number);
}

std::string timeline(const core::Trace& trace, std::size_t most_lines) {
  const std::vector<core::TaskLine> all = lines_with_waits(trace);
  std::span<const core::TaskLine> lines = all;
  std::string text;
  if (lines.size() > most_lines) {
    text += fmt::format("({} earlier lines are left out)\n", lines.size() - most_lines);
    lines = lines.last(most_lines);
  }
  if (lines.empty()) return {};
  const std::map<std::uint32_t, Column> columns = columns_of(lines, trace.steps);
  std::size_t time_width = clock_words.size();
  for (const core::TaskLine& line : lines) time_width = std::max(time_width, line.time.size());
  std::size_t width = 0;
  for (const auto& [task, column] : columns) width += column.width + 3;
  const bool beside = columns.size() <= most_columns && width <= widest;
  std::string header = fmt::format("{:<{}}", clock_words, time_width);
  for (const auto& [task, column] : columns) header += fmt::format("   {:<{}}", column.name, column.width);
  if (beside) add_line(text, header);
  for (const core::TaskLine& line : lines) {
    std::string row = fmt::format("{:<{}}", line.time, time_width);
    const bool alone = !beside || is_long(line);
    if (alone) {
      std::string words = cell_of(line);
      indent_lines(words, time_width + 5);
      row += fmt::format("   {}: {}", columns.at(line.task).name, words);
    }
    for (const auto& [task, column] : columns)
      if (!alone) row += fmt::format("   {:<{}}", task == line.task ? cell_of(line) : "", column.width);
    add_line(text, std::move(row));
  }
  return text;
}

}  // namespace windtunnel::findings
