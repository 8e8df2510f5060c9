#include "harness/strategies/deviations.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::strategies {

bool Deviations::begin_run(std::uint64_t, const core::Trace&) {
  if (over_) return false;
  asked_ = 0;
  next_ = 1;
  options_.clear();
  return true;
}

std::uint32_t Deviations::choose(const tornado::ChoicePoint& point) {
  options_.push_back(point.options);
  const std::size_t place = asked_++;
  if (next_ == used_ || levels_[next_].place != place) return 0;
  return std::min(levels_[next_++].answer, point.options - 1);
}

void Deviations::end_run(const core::Trace& trace) {
  cut_ |= trace.livelock;
  if (used_ - 1 == depth_) {
    ++schedules_;
    any_ = true;
  }
  levels_[used_ - 1].options = options_;
  advance();
}

// Goes to the next schedule: adds a deviation if there may be one more, otherwise moves the last one on.
void Deviations::advance() {
  if (used_ - 1 < depth_ && descend()) return;
  while (used_ > 1) {
    if (move_on(used_ - 1)) return;
    --used_;
  }
  if (!cut_) complete_to_ = static_cast<unsigned>(depth_);
  all_ = !any_ && !cut_;
  over_ = !any_ || depth_ == most_;
  ++depth_;
  any_ = false;
}

// Adds a deviation after the last one; returns false if no question is left there.
bool Deviations::descend() {
  const Level& last = levels_[used_ - 1];
  const std::size_t place = used_ == 1 ? 0 : last.place + 1;
  if (place >= last.options.size()) return false;
  if (used_ == levels_.size()) levels_.emplace_back();
  levels_[used_].place = place;
  levels_[used_].answer = 1;
  ++used_;
  return true;
}

// Moves the deviation of that level, the last one, to its next answer or question; returns false if there is
// none.
bool Deviations::move_on(std::size_t level) {
  Level& last = levels_[level];
  const std::vector<std::uint32_t>& options = levels_[level - 1].options;
  if (++last.answer < options[last.place]) return true;
  last.answer = 1;
  return ++last.place < options.size();
}

std::string Deviations::certificate() const {
  if (!complete_to_) return {};
  if (all_) return fmt::format("complete: {} schedules", core::grouped(schedules_));
  return fmt::format("complete to {} deviation{}", *complete_to_, *complete_to_ == 1 ? "" : "s");
}

}  // namespace windtunnel::strategies
