// The parts of the page docs/search.md: each function measures something and writes the result as Markdown.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/scheduling_model.hpp"

namespace windtunnel::search_bench {

inline constexpr int trials = 20;

/// The benchmark subjects, those with a bug or their correct twins, sorted by name with numbers in names
/// compared by value.
std::vector<std::string> subjects(bool fixed);

/// The model in which that subject is searched: exact, but for bugs that show only if time passes between two
/// steps.
core::SchedulingModel model_of(const std::string& subject);

/// How many schedules each strategy needs to find the bug of each subject, compared with the goals, and
/// whether the correct twins stay silent. Uses all cores.
void write_schedules(std::ostream& page);

/// How short the findings become, and how many runs and how much time shrinking takes.
void write_shrunk(std::ostream& page);

/// Schedules and steps per second, and how the cost of a step depends on the number of ready tasks.
void write_speed(std::ostream& page);

}  // namespace windtunnel::search_bench
