#include "harness/properties/laws/run_state.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "harness/core/event_table.hpp"

namespace windtunnel::properties {

using tornado::Event;
using tornado::EventKind;

namespace {

bool later(const TimerKey& a, const TimerKey& b) {
  return b < a;
}

}  // namespace

void RunState::reset(core::SchedulingModel new_model, std::string_view bytes) {
  model = new_model;
  bytes_ = bytes;
  bytes_used_ = 0;
  step = 0;
  previous = nullptr;
  now = 0;
  queued_callbacks = 0;
  live_timers = 0;
  returned = false;
  closed = false;
  callbacks.clear();
  timers.clear();
  futures.clear();
  future_callbacks.clear();
  tasks.clear();
  multis.clear();
  multi_children.clear();
  completed.clear();
  chains.clear();
  running.clear();
  sync.reset();
  contexts.reset();
  marks_ = {};
  yielded_moment_ = 0;
  collected_.clear();
  newborn_.clear();
}

void RunState::apply(const Event& event) {
  switch (event.kind) {
    case EventKind::iteration:
    case EventKind::clock:
    case EventKind::loop_start:
    case EventKind::loop_return:
    case EventKind::loop_close:
    case EventKind::callback_queued:
    case EventKind::timer_added:
    case EventKind::timer_removed:
      apply_to_loop(event);
      break;
    case EventKind::callback_begin:
    case EventKind::timer_begin:
    case EventKind::external_begin:
    case EventKind::handler_begin:
    case EventKind::future_callback_begin:
      begin_call(event);
      break;
    case EventKind::callback_end:
    case EventKind::timer_end:
    case EventKind::external_end:
    case EventKind::handler_end:
    case EventKind::future_callback_end:
      end_call(event);
      break;
    case EventKind::future_set:
    case EventKind::future_callback_added:
    case EventKind::future_retrieved:
    case EventKind::future_unretrieved:
    case EventKind::chained:
    case EventKind::timeout:
    case EventKind::multi:
    case EventKind::multi_child:
      if (event.id != 0) apply_to_future(event);
      break;
    case EventKind::task_begin:
    case EventKind::task_yield:
    case EventKind::task_resume:
    case EventKind::task_interrupted:
    case EventKind::task_end:
      apply_to_task(event);
      break;
    case EventKind::contexts_captured:
    case EventKind::contexts_restored:
    case EventKind::contexts_given_back:
    case EventKind::context_made:
    case EventKind::context_entered:
    case EventKind::context_left:
    case EventKind::context_deactivated:
    case EventKind::null_context_begin:
      contexts.apply(event, *this);
      break;
    case EventKind::error_logged:
    case EventKind::callbacks_leaked:
    case EventKind::key_reused:
    case EventKind::key_unknown:
    case EventKind::result_replaced:
    case EventKind::yield_point_stale:
      mark_event(event);
      break;
    case EventKind::stream_written:
    case EventKind::stream_read:
      bytes_used_ = std::min(bytes_.size(), bytes_used_ + event.other);
      break;
    default:
      sync.apply(event, *this);
      break;
  }
  ++step;
  previous = &event;
}

void RunState::apply_to_loop(const Event& event) {
  switch (event.kind) {
    case EventKind::iteration:
      collect_timers();
      break;
    case EventKind::clock:
      now = event.seconds;
      break;
    case EventKind::loop_start:
      returned = false;
      break;
    case EventKind::loop_return:
      returned = true;
      break;
    case EventKind::callback_queued:
      callbacks[event.id].queued = true;
      ++queued_callbacks;
      // The first that is queued after a moment was yielded is what ends it.
      if (yielded_moment_ != 0) tasks[std::exchange(yielded_moment_, 0U)].moment_callback = event.id;
      break;
    case EventKind::timer_added:
      add_timer(event);
      break;
    case EventKind::timer_removed:
      kill_timer(timers[event.id]);
      timers[event.id].removed = true;
      break;
    default:
      assert(event.kind == EventKind::loop_close);
      closed = true;
  }
}

void RunState::begin_call(const Event& event) {
  std::uint32_t number = event.id;
  if (event.kind == EventKind::callback_begin) {
    CallbackFacts& callback = callbacks[number];
    if (callback.queued && !callback.begun) --queued_callbacks;
    callback.begun = true;
  } else if (event.kind == EventKind::timer_begin) {
    kill_timer(timers[number]);
    timers[number].begun = true;
  } else if (event.kind == EventKind::future_callback_begin) {
    number = event.other;
    if (event.id != 0) begin_future_callback(number);
  }
  running.push_back({event.kind, number});
}

void RunState::end_call(const Event& event) {
  assert(core::row_of(event.kind).ends);
  contexts.end_call(event, *this);
  if (running.empty() || running.back().begin != *core::row_of(event.kind).ends) return;
  // The end of a future's callback tells the future and not the number: it ends the innermost one.
  if (event.kind == EventKind::future_callback_end || running.back().number == event.id) running.pop_back();
}

// Marks what an event stands for by itself.
void RunState::mark_event(const Event& event) {
  switch (event.kind) {
    case EventKind::key_reused:
      return marks_.add(Mark::key_reused);
    case EventKind::key_unknown:
      return marks_.add(Mark::key_unknown);
    case EventKind::result_replaced:
      return marks_.add(Mark::called_twice);
    case EventKind::callbacks_leaked:
      return marks_.add(Mark::keys_leaked);
    case EventKind::yield_point_stale:
      return marks_.add(Mark::stale_point);
    default:
      assert(event.kind == EventKind::error_logged);
      if (event.detail == static_cast<std::uint8_t>(tornado::ErrorKind::late)) marks_.add(Mark::late_failure);
  }
}

void RunState::add_timer(const Event& event) {
  TimerFacts& timer = timers[event.id];
  if (timer.added) return;
  timer.deadline = event.seconds;
  timer.added = true;
  if (!timer.live()) return;
  ++live_timers;
  newborn_.push_back({event.seconds, event.id});
}

void RunState::collect_timers() {
  for (const TimerKey& key : newborn_) {
    collected_.push_back(key);
    std::push_heap(collected_.begin(), collected_.end(), later);
  }
  newborn_.clear();
}

void RunState::kill_timer(TimerFacts& timer) {
  if (timer.live()) --live_timers;
}

std::optional<TimerKey> RunState::earliest_collected_timer() const {
  while (!collected_.empty() && !timers[collected_.front().timer].live()) {
    std::pop_heap(collected_.begin(), collected_.end(), later);
    collected_.pop_back();
  }
  if (collected_.empty()) return std::nullopt;
  return collected_.front();
}

std::optional<TimerKey> RunState::earliest_timer() const {
  std::optional<TimerKey> earliest = earliest_collected_timer();
  for (const TimerKey& key : newborn_)
    if (timers[key.timer].live() && (!earliest || key < *earliest)) earliest = key;
  return earliest;
}

std::uint32_t RunState::number_of_call(EventKind begin) const {
  for (const Running& call : running)
    if (call.begin == begin) return call.number;
  return 0;
}

}  // namespace windtunnel::properties
