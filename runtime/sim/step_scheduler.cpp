#include "runtime/sim/step_scheduler.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "runtime/current_task.hpp"

namespace tornado {

void StepScheduler::reset(ChoiceSource& choices) noexcept {
  assert(waiting_count() == 0);
  choices_ = &choices;
  now_ = {};
}

std::uint32_t StepScheduler::choose(ChoiceKind kind, std::string_view site, std::size_t options,
                                    std::uint32_t timer) {
  assert(options <= ~std::uint32_t{0});
  if (options < 2) return 0;
  const auto count = static_cast<std::uint32_t>(options);
  return std::min(choices_->choose(ChoicePoint{kind, count, site, nullptr, timer}), count - 1);
}

bool StepScheduler::advance_to(Time time) noexcept {
  if (time <= now_) return false;
  now_ = time;
  return true;
}

void StepScheduler::set_log(StepLog* log) noexcept {
  assert(waiting_count() == 0);
  log_ = log != nullptr ? log : &own_log_;
  assert(waiting_count() == 0);
}

void StepScheduler::add(WaitingStep& waiting, const Step& step) {
  assert(step.task <= log_->task_count() && step.object <= log_->object_count());
  const std::uint32_t slot = log_->add(step);
  if (slot >= waiting_.size()) waiting_.resize(slot + 1);
  assert(waiting_[slot] == nullptr);
  waiting_[slot] = &waiting;
}

std::size_t StepScheduler::choose_step() {
  const std::size_t options = waiting_count();
  assert(options != 0);
  if (options == 1) return 0;
  const auto count = static_cast<std::uint32_t>(options);
  const std::uint32_t chosen = choices_->choose(ChoicePoint{ChoiceKind::callback, count, step_site, log_});
  return std::min<std::size_t>(chosen, options - 1);
}

const Step& StepScheduler::pick_step() {
  if (picked_ == none) picked_ = choose_step();
  return log_->ready(picked_);
}

WaitingStep& StepScheduler::begin_step(const StepMark& mark) {
  const std::size_t chosen = picked_ != none ? std::exchange(picked_, none) : choose_step();
  const std::uint32_t slot = log_->begin(chosen, mark);
  CurrentTask::set(log_->running_task());
  assert(waiting_[slot] != nullptr);
  return *std::exchange(waiting_[slot], nullptr);
}

void StepScheduler::end_step() {
  log_->settle_task(CurrentTask::get());
}

bool StepScheduler::replace(WaitingStep& step, WaitingStep& other) noexcept {
  const auto at = std::find(waiting_.begin(), waiting_.end(), &step);
  if (at == waiting_.end()) return false;
  other.set_number(step.number());
  *at = &other;
  return true;
}

bool StepScheduler::withdraw(WaitingStep& step) noexcept {
  assert(picked_ == none);
  const auto at = std::find(waiting_.begin(), waiting_.end(), &step);
  if (at == waiting_.end()) return false;
  *at = nullptr;
  log_->withdraw(static_cast<std::uint32_t>(at - waiting_.begin()));
  return true;
}

void StepScheduler::drop_all() noexcept {
  for (std::size_t at = 0; at < log_->ready_count(); ++at) {
    std::exchange(waiting_[log_->slot(at)], nullptr)->discard();
  }
  log_->drop_ready();
  picked_ = none;
}

}  // namespace tornado
