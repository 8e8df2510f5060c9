// What a World's program says of the goals of its search.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

namespace {

// How many goals of each kind a run may name.
constexpr std::size_t most_goals = 100;

bool is_same(std::source_location one, std::source_location other) {
  return one.line() == other.line() && one.column() == other.column() &&
         std::string_view(one.file_name()) == other.file_name();
}

// The goal with those words, which is new if no call has named it.
template <class Goal>
Goal& goal_of(std::vector<Goal>& goals, std::string_view function, std::string_view words,
              std::source_location place) {
  if (words.empty()) {
    throw std::invalid_argument(fmt::format("{}() at {} needs words: they are what the search reports",
                                            function, core::place_in_code(place)));
  }
  const auto at =
      std::find_if(goals.begin(), goals.end(), [&](const Goal& each) { return each.words == words; });
  if (at == goals.end()) {
    if (goals.size() == most_goals) {
      throw std::logic_error(
          fmt::format("more than {} different words for {}() in one run, the last of them '{}': the words "
                      "must not contain what differs from call to call",
                      most_goals, function, words));
    }
    Goal& added = goals.emplace_back();
    added.words = words;
    added.place = place;
    return added;
  }
  if (!is_same(at->place, place)) {
    throw std::logic_error(fmt::format(
        "'{}' are the words of {}() at {} and at {}: use different words, or one of them hides the other",
        words, function, core::place_in_code(at->place), core::place_in_code(place)));
  }
  return *at;
}

}  // namespace

void World::sometimes(std::string_view words, bool condition, std::source_location place) {
  require_run();
  core::SometimesGoal& goal = goal_of(trace_->goals.sometimes, "sometimes", words, place);
  goal.reached = goal.reached || condition;
}

void World::add_sometimes(std::string_view words, std::function<bool()> condition,
                          std::source_location place) {
  require_run();
  std::vector<core::SometimesGoal>& goals = trace_->goals.sometimes;
  const auto at = static_cast<std::size_t>(&goal_of(goals, "sometimes", words, place) - goals.data());
  add_property(
      Must::be_asked, std::string(words),
      [&goals, at, condition = std::move(condition)] {
        goals[at].reached = goals[at].reached || condition();
        return true;
      },
      Asked::while_its_task_runs);
}

void World::reach(std::string_view words, double number, std::source_location place) {
  require_run();
  if (!std::isfinite(number)) {
    throw std::invalid_argument(fmt::format("reach() at {}, '{}': {} is not a finite number",
                                            core::place_in_code(place), words, number));
  }
  std::vector<core::ReachGoal>& goals = trace_->goals.reach;
  const std::size_t known = goals.size();
  core::ReachGoal& goal = goal_of(goals, "reach", words, place);
  if (goals.size() == known && number <= goal.best) return;
  goal.best = number;
  goal.choices = trace_->schedule.size();
}

}  // namespace windtunnel
