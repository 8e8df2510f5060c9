#include "runtime/timer_queue.hpp"

#include <algorithm>

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
  heap_.push_back(std::move(timer));
  std::push_heap(heap_.begin(), heap_.end(), later);
}

bool TimerQueue::cancel(TimerCell& timer) {
  bool was_live = timer.live();
  Callback dropped = std::move(timer.callback);
  ++cancellations_;
  return was_live;
}

void TimerQueue::take_due(Time now, std::vector<Ref<TimerCell>>& due) {
  while (!heap_.empty()) {
    TimerCell& top = *heap_.front();
    if (!top.live()) {
      pop_top();
      if (cancellations_ > 0) --cancellations_;
    } else if (top.deadline <= now) {
      due.push_back(heap_.front());
      pop_top();
    } else {
      break;
    }
  }
  if (cancellations_ > tolerated_cancellations && cancellations_ > heap_.size() / 2) purge();
}

void TimerQueue::drop_cancelled() {
  while (!heap_.empty() && !heap_.front()->live()) {
    pop_top();
    if (cancellations_ > 0) --cancellations_;
  }
}

void TimerQueue::clear() {
  cancellations_ = 0;
  for (const Ref<TimerCell>& timer : std::exchange(heap_, {})) timer->callback.reset();
}

void TimerQueue::pop_top() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  heap_.pop_back();
}

void TimerQueue::purge() {
  cancellations_ = 0;
  std::erase_if(heap_, [](const Ref<TimerCell>& timer) { return !timer->live(); });
  std::make_heap(heap_.begin(), heap_.end(), later);
}

}  // namespace tornado
