#include "runtime/timer_queue.hpp"

#include <algorithm>
#include <cassert>

namespace tornado {

namespace {

constexpr std::size_t tolerated_cancellations = 512;

}  // namespace

void TimerQueue::put_back(Ref<TimerCell> timer) {
  assert(timer->live() && !timer->queued_);
  timer->queued_ = true;
  heap_.push_back(Entry{timer->deadline, timer->order, timer});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

bool TimerQueue::cancel(TimerCell& timer) {
  ++cancellations_;
  if (!timer.live()) return false;
  if (timer.queued_) ++cancelled_;
  Callback dropped = std::move(timer.callback);
  return true;
}

void TimerQueue::take_due(Time now, TimerList& due) {
  while (!heap_.empty()) {
    TimerCell& top = *heap_.front().timer;
    if (!top.live()) {
      pop_cancelled();
    } else if (top.deadline <= now) {
      due.push_back(pop());
    } else {
      break;
    }
  }
  if (cancellations_ > tolerated_cancellations && cancellations_ > heap_.size() / 2) purge();
  assert(cancelled_ <= heap_.size() && cancelled_ <= cancellations_);
}

void TimerQueue::clear() {
  cancellations_ = cancelled_ = 0;
  for (const Entry& entry : std::exchange(heap_, {})) entry.timer->callback.reset();
}

Ref<TimerCell> TimerQueue::pop() {
  assert(!heap_.empty());
  std::pop_heap(heap_.begin(), heap_.end(), later);
  Ref<TimerCell> timer = std::move(heap_.back().timer);
  heap_.pop_back();
  assert(timer->queued_);
  timer->queued_ = false;
  return timer;
}

void TimerQueue::pop_cancelled() {
  assert(cancelled_ != 0 && cancellations_ != 0);
  pop();
  --cancelled_;
  --cancellations_;
}

void TimerQueue::purge() {
  cancellations_ = cancelled_ = 0;
  std::erase_if(heap_, [](const Entry& entry) { return !entry.timer->live(); });
  std::make_heap(heap_.begin(), heap_.end(), later);
  assert(heap_.empty() || heap_.front().timer->live());
}

void drop_all(TimerList& timers) noexcept {
  for (const Ref<TimerCell>& timer : std::exchange(timers, {})) timer->callback.reset();
}

}  // namespace tornado
