#include "runtime/timer_queue.hpp"

#include <algorithm>
#include <cassert>

namespace tornado {

namespace {

// std's heaps keep the largest on top, so "later" is "less".
bool later(const Ref<TimerCell>& left, const Ref<TimerCell>& right) {
  if (left->deadline != right->deadline) return left->deadline > right->deadline;
  return left->order > right->order;
}

constexpr std::size_t tolerated_cancellations = 512;

}  // namespace

Ref<TimerCell> TimerQueue::add(Time deadline, Callback callback) {
  Ref<TimerCell> timer(pool_new<TimerCell>(deadline, next_order_++, std::move(callback)));
  put_back(timer);
  return timer;
}

void TimerQueue::put_back(Ref<TimerCell> timer) {
  assert(timer->live() && !timer->queued_);
  timer->queued_ = true;
  heap_.push_back(std::move(timer));
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
    TimerCell& top = *heap_.front();
    if (!top.live()) {
      pop_cancelled();
    } else if (top.deadline <= now) {
      due.push_back(pop());
    } else {
      break;
    }
  }
  if (cancellations_ > tolerated_cancellations && cancellations_ > heap_.size() / 2) purge();
}

void TimerQueue::clear() {
  cancellations_ = cancelled_ = 0;
  drop_all(heap_);
}

Ref<TimerCell> TimerQueue::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  Ref<TimerCell> timer = std::move(heap_.back());
  heap_.pop_back();
  timer->queued_ = false;
  return timer;
}

void TimerQueue::pop_cancelled() {
  pop();
  --cancelled_;
  --cancellations_;
}

void TimerQueue::purge() {
  cancellations_ = cancelled_ = 0;
  std::erase_if(heap_, [](const Ref<TimerCell>& timer) { return !timer->live(); });
  std::make_heap(heap_.begin(), heap_.end(), later);
}

void drop_all(TimerList& timers) noexcept {
  for (const Ref<TimerCell>& timer : std::exchange(timers, {})) timer->callback.reset();
}

}  // namespace tornado
