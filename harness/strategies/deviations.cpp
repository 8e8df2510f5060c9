#include "harness/strategies/deviations.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::strategies {

bool Deviations::begin_run(std::uint64_t, const core::Trace&) {
  if (over_) return false;
  asked_ = 0;
  next_ = 1;
  questions_.clear();
  return true;
}

std::uint32_t Deviations::choose(const tornado::ChoicePoint& point) {
  questions_.push_back({point.kind, point.options});
  const std::size_t place = asked_++;
  if (next_ == used_ || levels_[next_].place != place) return 0;
  return std::min(levels_[next_++].answer, point.options - 1);
}

void Deviations::end_run(const core::Trace& trace) {
  cut_ |= trace.livelock || !trace.schedule.complete();
  deterministic_ = deterministic_ && begins_as_before();
  over_ = !deterministic_;
  if (over_) return;
  if (used_ - 1 == depth_) {
    ++schedules_;
    any_ = true;
  }
  levels_[used_ - 1].questions = questions_;
  advance();
}

// Whether this run asked what the run with one deviation less did, up to the last deviation.
bool Deviations::begins_as_before() const {
  if (used_ == 1) return depth_ == 0 || questions_ == levels_[0].questions;
  const std::vector<Question>& before = levels_[used_ - 2].questions;
  const std::size_t same = levels_[used_ - 1].place + 1;
  return questions_.size() >= same &&
         std::equal(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(same), questions_.begin());
}

// Goes to the next schedule: adds a deviation if there may be one more, otherwise moves the last one on.
void Deviations::advance() {
  if (used_ - 1 < depth_ && descend()) return;
  while (used_ > 1) {
    if (move_on(used_ - 1)) return;
    --used_;
  }
  if (!cut_) {
    complete_to_ = static_cast<unsigned>(depth_);
    schedules_to_ = schedules_;
  }
  all_ = !any_ && !cut_;
  over_ = !any_ || depth_ == most_;
  ++depth_;
  any_ = false;
}

// Adds a deviation after the last one; returns false if no question is left there.
bool Deviations::descend() {
  const Level& last = levels_[used_ - 1];
  const std::size_t place = used_ == 1 ? 0 : last.place + 1;
  if (place >= last.questions.size()) return false;
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
  const std::vector<Question>& questions = levels_[level - 1].questions;
  if (++last.answer < questions[last.place].options) return true;
  last.answer = 1;
  return ++last.place < questions.size();
}

std::string Deviations::certificate() const {
  if (!deterministic_) return "not deterministic: equal choices were followed by different questions";
  if (!complete_to_) return {};
  if (all_) return fmt::format("complete: every schedule ({})", core::grouped(schedules_));
  return fmt::format("complete up to {} deviation{} ({} schedules)", *complete_to_,
                     *complete_to_ == 1 ? "" : "s", core::grouped(schedules_to_));
}

}  // namespace windtunnel::strategies
