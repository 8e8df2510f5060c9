#include "harness/check/meeting_watcher.hpp"

#include <algorithm>
#include <utility>

namespace windtunnel {

using tornado::Event;
using tornado::EventKind;

MeetingSet MeetingWatcher::watch(const tornado::Observer& events) {
  reset();
  for (const Event& event : events) {
    see(event);
    previous_ = &event;
    ++step_;
  }
  return met_;
}

void MeetingWatcher::reset() {
  met_ = {};
  now_ = 0;
  running_callback_ = 0;
  running_timer_ = 0;
  passed_ = nobody;
  future_callbacks_ = 0;
  blocks_ = 0;
  yielded_moment_ = 0;
  error_of_call_ = 0;
  previous_ = nullptr;
  step_ = 0;
  handled_at_ = 0;
  timers_.clear();
  futures_.clear();
  tasks_.clear();
  contexts_.clear();
  lists_.clear();
  events_.clear();
  captured_.clear();
  steps_.clear();
  calls_.clear();
}

void MeetingWatcher::see(const Event& event) {
  const std::uint32_t error = std::exchange(error_of_call_, 0U);
  switch (event.kind) {
    case EventKind::clock:
      now_ = event.seconds;
      break;
    case EventKind::timer_added:
      timers_[event.id].deadline = event.seconds;
      break;
    case EventKind::timer_begin:
      running_timer_ = event.id;
      break;
    case EventKind::callback_queued:
      // The next that is queued after a moment was yielded is what ends it.
      if (yielded_moment_ != 0) tasks_[yielded_moment_].moment_callback = event.id;
      yielded_moment_ = 0;
      break;
    case EventKind::callback_begin:
      running_callback_ = event.id;
      break;
    case EventKind::future_callback_begin:
      ++future_callbacks_;
      break;
    case EventKind::callback_end:
    case EventKind::timer_end:
    case EventKind::external_end:
    case EventKind::future_callback_end:
      end_call(event);
      if (error != 0) meet(event.other == 0 ? Meeting::error_consumed : Meeting::error_passed_on);
      break;
    case EventKind::error_logged:
      if (event.detail == static_cast<std::uint8_t>(tornado::ErrorKind::late)) meet(Meeting::late_failure);
      break;
    default:
      see_future(event);
      see_task(event);
      see_context(event);
      see_wait(event);
  }
}

void MeetingWatcher::end_call(const Event& event) {
  if (event.kind == EventKind::callback_end) running_callback_ = 0;
  if (event.kind == EventKind::timer_end) running_timer_ = 0;
  if (event.kind == EventKind::future_callback_end && future_callbacks_ > 0) --future_callbacks_;
}

void MeetingWatcher::see_future(const Event& event) {
  switch (event.kind) {
    case EventKind::future_set:
      set_future(event.id);
      break;
    case EventKind::timeout: {
      FutureFacts& result = futures_[event.id];
      result.timer = event.other;
      result.tie = Meeting::timeout_ties;
      break;
    }
    case EventKind::chained:
      futures_[event.other].follower = event.id;
      break;
    default:
      break;
  }
}

/// A deadline ties with what it waits for if both come at one virtual time, whichever is first.
void MeetingWatcher::set_future(std::uint32_t number) {
  FutureFacts& future = futures_[number];
  future.set = true;
  future.set_at = now_;
  if (future.list != 0 && running_timer_ == future.timer) {
    ListFacts& list = lists_[future.list];
    ++list.expired;
    list.expired_place = std::min(list.expired_place, future.place);
    list.expired_at = now_;
  }
  if (future.timer != 0 && running_timer_ != future.timer && timers_[future.timer].deadline == now_) {
    meet(future.tie);
  }
  if (future.follower == 0) return;
  const FutureFacts& follower = futures_[future.follower];
  if (follower.timer != 0 && follower.set && follower.set_at == now_ &&
      timers_[follower.timer].deadline == now_) {
    meet(follower.tie);
  }
}

}  // namespace windtunnel
