// The page docs/search.md, part by part: each measures something and writes it as Markdown.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::search_bench {

inline constexpr int trials = 20;

/// The benchmark subjects, sorted by name, but numbers in names by value: those with a bug, or their correct
/// twins.
std::vector<std::string> subjects(bool fixed);

/// How many schedules each strategy needs for the bug of each subject, against what was wanted; and that
/// nothing breaks in the twins. Uses all cores.
void write_schedules(std::ostream& page);

/// How short the findings become, by how many runs, and how long that takes.
void write_shrunk(std::ostream& page);

/// Schedules and steps a second, and what a step costs by how many tasks are ready.
void write_speed(std::ostream& page);

}  // namespace windtunnel::search_bench
