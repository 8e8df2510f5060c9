#include "harness/strategies/pct.hpp"

namespace windtunnel::strategies {

void Pct::start() {
  depth_ = least_ == most_ ? least_ : least_ + random().below(most_ - least_ + 1);
  decisions_ = 0;
  next_low_ = high;
  next_change_ = 0;
  priorities_.clear();
  owners_.clear();
  tails_.clear();
  change_points_.clear();
  for (unsigned change = 1; change < depth_ && most_decisions_ > 0; ++change) {
    change_points_.push_back(random().below(most_decisions_));
  }
  std::sort(change_points_.begin(), change_points_.end());
}

void Pct::learn(const tornado::StepLog&) {
  most_decisions_ = std::max(most_decisions_, decisions_);
  ++at_place(runs_, depth_);
}

// A step extends the chain that ends with its cause, or starts a new chain.
std::uint32_t Pct::owner_of(const tornado::Step& step) {
  if (of_ == Of::tasks) return step.task;
  std::uint32_t& mine = at_place(owners_, step.number);
  if (mine != 0) return mine;
  const std::uint32_t of_cause = step.cause < owners_.size() ? owners_[step.cause] : 0;
  if (of_cause != 0 && tails_[of_cause] == step.cause) {
    mine = of_cause;
  } else {
    if (tails_.empty()) tails_.push_back(0);
    mine = static_cast<std::uint32_t>(tails_.size());
    tails_.push_back(0);
  }
  tails_[mine] = step.number;
  return mine;
}

std::uint64_t& Pct::priority_of(std::uint32_t owner) {
  std::uint64_t& priority = at_place(priorities_, owner);
  if (priority == 0) priority = high | random().next();
  return priority;
}

void Pct::ran(const tornado::Step& step, const tornado::StepLog&) {
  if (of_ == Of::chains) owner_of(step);
}

void Pct::became_ready(const tornado::Step& step, std::uint32_t slot) {
  const std::uint32_t owner = owner_of(step);
  priority_of(owner);
  at_place(slot_owner_, slot) = owner;
}

std::size_t Pct::pick(const tornado::StepLog& steps) {
  std::size_t best = 0;
  std::uint64_t highest = 0;
  for (std::size_t at = 0; at < steps.ready_count(); ++at) {
    const std::uint64_t priority = priorities_[slot_owner_[steps.slot(at)]];
    if (priority > highest) {
      highest = priority;
      best = at;
    }
  }
  std::uint64_t& chosen = priorities_[slot_owner_[steps.slot(best)]];
  // Otherwise a task that only yields would be chosen for ever.
  bool lower = steps.ready(best).touch == tornado::Touch::nothing && steps.ready(best).object == 0;
  for (; next_change_ < change_points_.size() && change_points_[next_change_] == decisions_; ++next_change_)
    lower = true;
  if (lower) chosen = --next_low_;
  ++decisions_;
  return best;
}

}  // namespace windtunnel::strategies
