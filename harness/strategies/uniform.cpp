#include "harness/strategies/uniform.hpp"

namespace windtunnel::strategies {

namespace {

// One of the ready steps, in proportion to the remaining steps of its task, at least 1.
std::size_t weighted(const tornado::StepLog& steps, const TaskLengths& lengths, core::Random& random) {
  const auto weight = [&](std::size_t at) { return std::max(lengths.left(steps.ready(at).task), 1U); };
  std::uint32_t total = 0;
  for (std::size_t at = 0; at < steps.ready_count(); ++at) total += weight(at);
  std::uint32_t drawn = random.below(total);
  for (std::size_t at = 0;; ++at) {
    if (drawn < weight(at)) return at;
    drawn -= weight(at);
  }
}

}  // namespace

void UniformWalk::ran(const tornado::Step& step, const tornado::StepLog& steps) {
  lengths_.begin_tasks(steps);
  lengths_.ran(step.task);
}

std::size_t UniformWalk::pick(const tornado::StepLog& steps) {
  lengths_.begin_tasks(steps);
  return weighted(steps, lengths_, random());
}

void SelectiveWalk::learn(const tornado::StepLog& steps) {
  lengths_.learn(steps);
  lengths_.shared_objects(objects_);
}

void SelectiveWalk::start() {
  intended_ = nobody;
  tasks_ = 0;
  selected_ = objects_.empty() ? 0 : objects_[random().below(static_cast<std::uint32_t>(objects_.size()))];
  lengths_.start([this](std::uint32_t object) { return object == selected_; });
}

void SelectiveWalk::ran(const tornado::Step& step, const tornado::StepLog& steps) {
  lengths_.begin_tasks(steps);
  if (!is_selected(step)) return;
  lengths_.ran(step.task);
  intended_ = nobody;
}

// The task of the next selected step, in proportion to the remaining steps of each task.
std::uint32_t SelectiveWalk::intend() {
  std::uint32_t total = 0;
  for (std::uint32_t task = 0; task <= tasks_; ++task) total += lengths_.left(task);
  if (total == 0) return nobody;
  std::uint32_t drawn = random().below(total);
  for (std::uint32_t task = 0;; ++task) {
    if (drawn < lengths_.left(task)) return task;
    drawn -= lengths_.left(task);
  }
}

// Steps on other objects run at random. A step on the selected object runs only if it belongs to the intended
// task. If only steps of other tasks are left, the estimate was wrong, and another task is intended.
std::size_t SelectiveWalk::pick(const tornado::StepLog& steps) {
  lengths_.begin_tasks(steps);
  tasks_ = steps.task_count();
  if (intended_ == nobody) intended_ = intend();
  unselected_.clear();
  std::size_t wanted = steps.ready_count();
  for (std::size_t at = 0; at < steps.ready_count(); ++at) {
    const tornado::Step& step = steps.ready(at);
    if (!is_selected(step)) {
      unselected_.push_back(at);
    } else if (step.task == intended_) {
      wanted = at;
    }
  }
  const auto others = static_cast<std::uint32_t>(unselected_.size());
  if (wanted != steps.ready_count()) {
    const std::uint32_t drawn = random().below(others + 1);
    return drawn == others ? wanted : unselected_[drawn];
  }
  if (others != 0) return unselected_[random().below(others)];
  return weighted(steps, lengths_, random());
}

}  // namespace windtunnel::strategies
