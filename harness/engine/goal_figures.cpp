#include "harness/engine/goal_figures.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/figures.hpp"
#include "harness/core/printable.hpp"

namespace windtunnel::engine {

namespace {

// Null if it is not among them.
template <class Figure>
Figure* with_words(std::vector<Figure>& figures, const std::string& words) {
  const auto at =
      std::find_if(figures.begin(), figures.end(), [&](const Figure& each) { return each.words == words; });
  return at == figures.end() ? nullptr : &*at;
}

}  // namespace

void GoalFigures::add_sometimes(const std::string& words, std::uint64_t runs) {
  if (Sometimes* known = with_words(sometimes, words)) {
    known->runs += runs;
  } else if (sometimes.size() < most) {
    sometimes.push_back({words, runs});
  } else {
    too_many = true;
  }
}

void GoalFigures::add_reach(const std::string& words, double best) {
  if (Reach* known = with_words(reach, words)) {
    known->best = std::max(known->best, best);
  } else if (reach.size() < most) {
    reach.push_back({words, best});
  } else {
    too_many = true;
  }
}

void GoalFigures::add(const core::RunGoals& goals) {
  for (const core::SometimesGoal& goal : goals.sometimes) add_sometimes(goal.words, goal.reached ? 1 : 0);
  for (const core::ReachGoal& goal : goals.reach) add_reach(goal.words, goal.best);
}

GoalFigures& GoalFigures::operator+=(const GoalFigures& other) {
  for (const Sometimes& each : other.sometimes) add_sometimes(each.words, each.runs);
  for (const Reach& each : other.reach) add_reach(each.words, each.best);
  too_many = too_many || other.too_many;
  return *this;
}

std::vector<std::string> GoalFigures::in_words(std::uint64_t runs) const {
  std::vector<std::string> lines;
  for (const Sometimes& each : sometimes) {
    lines.push_back(fmt::format("sometimes \"{}\": in {} of {} schedules", core::printable_line(each.words),
                                core::grouped(each.runs), core::grouped(runs)));
  }
  for (const Reach& each : reach)
    lines.push_back(fmt::format("reach \"{}\": {} at most", core::printable_line(each.words), each.best));
  return lines;
}

std::vector<std::string> GoalFigures::objections(std::uint64_t runs) const {
  std::vector<std::string> lines;
  for (const Sometimes& each : sometimes) {
    if (each.runs == 0) {
      lines.push_back(fmt::format("sometimes \"{}\": none of the {} schedules of the search reached it",
                                  core::printable_line(each.words), core::grouped(runs)));
    }
  }
  if (too_many) {
    lines.push_back(
        fmt::format("sometimes() and reach() had more than {} different words in this search: they must not "
                    "contain what differs from run to run",
                    core::grouped(most)));
  }
  return lines;
}

}  // namespace windtunnel::engine
