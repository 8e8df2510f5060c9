#include "harness/strategies/guided.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace windtunnel::strategies {

namespace {

constexpr std::size_t most_goals = 100;
constexpr std::size_t longest_beginning = 100'000;

}  // namespace

bool Guided::begin_run(std::uint64_t seed, const core::Trace&) {
  random_ = core::Random(seed);
  asked_ = 0;
  beginning_.clear();
  // Some runs go elsewhere: what is nearest may be a dead end.
  if (goals_.empty() || random_.below(8) == 0) return true;
  const Goal& goal = goals_[random_.below(static_cast<std::uint32_t>(goals_.size()))];
  beginning_ = random_.below(8) == 0 ? goal.before : goal.latest;
  // From there on, or from a little before.
  if (beginning_.empty() || random_.below(3) != 0) return true;
  const auto lengths = static_cast<std::uint32_t>(std::bit_width(beginning_.size()));
  const std::uint32_t dropped = 1 + random_.below(1U << random_.below(lengths));
  beginning_.resize(beginning_.size() - std::min<std::size_t>(dropped, beginning_.size()));
  return true;
}

std::uint32_t Guided::choose(const tornado::ChoicePoint& point) {
  const std::size_t place = asked_++;
  if (place >= beginning_.size()) return random_.below(point.options);
  return std::min(beginning_[place].index, point.options - 1);
}

void Guided::saw(const core::Trace& trace) {
  for (const core::ReachGoal& reached : trace.goals.reach) {
    auto goal = std::find_if(goals_.begin(), goals_.end(),
                             [&](const Goal& each) { return each.words == reached.words; });
    if (goal != goals_.end() && reached.best <= goal->best) continue;
    if (goal == goals_.end()) {
      if (goals_.size() == most_goals) continue;
      goal = goals_.insert(goal, {reached.words, reached.best, {}, {}});
    }
    goal->best = reached.best;
    goal->before = std::move(goal->latest);
    const auto choices = trace.schedule.choices();
    goal->latest.assign(choices.begin(),
                        choices.begin() + static_cast<std::ptrdiff_t>(std::min(
                                              {reached.choices, choices.size(), longest_beginning})));
  }
}

}  // namespace windtunnel::strategies
