#include "harness/laws/run_state.hpp"

#include <algorithm>

namespace windtunnel {

using tornado::Event;
using tornado::EventKind;
using tornado::Retriever;
using tornado::YieldKind;

namespace {

bool later(const TimerKey& a, const TimerKey& b) {
  return b < a;
}

}  // namespace

void RunState::reset(Freedom new_freedom, std::string_view bytes) {
  freedom = new_freedom;
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
  collected_.clear();
  newborn_.clear();
}

void RunState::apply(const Event& event) {
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
    case EventKind::loop_close:
      closed = true;
      break;
    case EventKind::callback_queued:
      callbacks[event.id].queued = true;
      ++queued_callbacks;
      break;
    case EventKind::callback_begin: {
      CallbackFacts& callback = callbacks[event.id];
      if (callback.queued && !callback.begun) --queued_callbacks;
      callback.begun = true;
      running.push_back({event.kind, event.id});
      break;
    }
    case EventKind::callback_end:
      end_running(EventKind::callback_begin, event.id);
      break;
    case EventKind::timer_added: {
      TimerFacts& timer = timers[event.id];
      if (timer.added) break;
      timer.deadline = event.seconds;
      timer.added = true;
      if (!timer.live()) break;
      ++live_timers;
      newborn_.push_back({event.seconds, event.id});
      break;
    }
    case EventKind::timer_removed:
      kill_timer(timers[event.id]);
      timers[event.id].removed = true;
      break;
    case EventKind::timer_begin:
      kill_timer(timers[event.id]);
      timers[event.id].begun = true;
      running.push_back({event.kind, event.id});
      break;
    case EventKind::timer_end:
      end_running(EventKind::timer_begin, event.id);
      break;
    case EventKind::external_begin:
      running.push_back({event.kind, event.id});
      break;
    case EventKind::external_end:
      end_running(EventKind::external_begin, event.id);
      break;
    case EventKind::handler_begin:
      running.push_back({event.kind, event.id});
      break;
    case EventKind::handler_end:
      end_running(EventKind::handler_begin, event.id);
      break;
    case EventKind::stream_written:
    case EventKind::stream_read:
      bytes_used_ = std::min(bytes_.size(), bytes_used_ + event.other);
      break;
    case EventKind::future_set:
      if (event.id != 0) set_future(event.id, event.other);
      sync.apply(event, step);
      break;
    case EventKind::future_callback_added:
      if (event.id != 0) add_future_callback(event.id, event.other);
      break;
    case EventKind::future_callback_begin:
      if (event.id != 0) begin_future_callback(event.other);
      running.push_back({event.kind, event.other});
      break;
    case EventKind::future_callback_end:
      // The event tells the future, not the number: it ends the innermost callback of that future.
      if (!running.empty() && running.back().begin == EventKind::future_callback_begin) running.pop_back();
      break;
    case EventKind::future_retrieved:
      if (event.id == 0) break;
      futures[event.id].retrieved = true;
      if (event.detail == static_cast<std::uint8_t>(Retriever::runtime))
        futures[event.id].retrieved_by_runtime = true;
      break;
    case EventKind::future_unretrieved:
      if (event.id != 0) futures[event.id].unretrieved = true;
      break;
    case EventKind::task_begin:
      leave_waiters(event.id);
      tasks[event.id].state = TaskFacts::State::running;
      tasks[event.id].future = event.other;
      if (event.other != 0) futures[event.other].task = event.id;
      break;
    case EventKind::task_yield:
      yield_task(event.id, event.other, static_cast<YieldKind>(event.detail));
      break;
    case EventKind::task_resume:
      leave_waiters(event.id);
      tasks[event.id].state = TaskFacts::State::running;
      break;
    case EventKind::task_interrupted:
      interrupt_task(event.id, event.other);
      break;
    case EventKind::task_end:
      leave_waiters(event.id);
      tasks[event.id].state = TaskFacts::State::ended;
      tasks[event.id].exception = event.other;
      break;
    case EventKind::chained:
      if (event.id != 0 && event.other != 0) chains.push_back({event.id, event.other});
      break;
    case EventKind::multi:
      if (event.id != 0) add_multi(event.id, event.other);
      break;
    case EventKind::multi_child:
      if (event.id != 0) add_multi_child(event.id, event.other);
      break;
    default:
      sync.apply(event, step);
      break;
  }
  ++step;
  previous = &event;
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

void RunState::set_future(std::uint32_t number, std::uint32_t exception) {
  FutureFacts& future = futures[number];
  if (future.set) return;
  future.set = true;
  future.set_at = step;
  future.exception = exception;
  for (std::uint32_t place = future.parents; place != 0; place = multi_children[place].next_parent) {
    MultiFacts& multi = multis[multi_children[place].multi];
    --multi.unset;
    if (multi.complete()) completed.push_back(multi_children[place].multi);
  }
}

void RunState::add_future_callback(std::uint32_t number, std::uint32_t callback) {
  FutureFacts& future = futures[number];
  FutureCallbackFacts& facts = future_callbacks[callback];
  facts.future = number;
  facts.added = true;
  facts.added_when_set = future.set;
  if (future.set) return;
  ++future.waiting_callbacks;
  if (future.last_callback != 0) future_callbacks[future.last_callback].next = callback;
  facts.next = 0;  // last, so that a list is never a ring, whatever the events say
  future.last_callback = callback;
  if (future.first_callback == 0) future.first_callback = callback;
}

void RunState::begin_future_callback(std::uint32_t number) {
  FutureCallbackFacts& callback = future_callbacks[number];
  FutureFacts& future = futures[callback.future];
  if (!callback.begun && callback.added && !callback.added_when_set) --future.waiting_callbacks;
  callback.begun = true;
  while (future.first_callback != 0 && future_callbacks[future.first_callback].begun)
    future.first_callback = future_callbacks[future.first_callback].next;
  if (future.first_callback == 0) future.last_callback = 0;
}

void RunState::yield_task(std::uint32_t number, std::uint32_t awaited, YieldKind kind) {
  if (kind == YieldKind::ready) return;
  leave_waiters(number);
  TaskFacts& task = tasks[number];
  task.awaited = awaited;
  if (kind == YieldKind::lost) {
    task.state = TaskFacts::State::lost;
    return;
  }
  if (kind == YieldKind::moment) {
    task.state = TaskFacts::State::moment;
    return;
  }
  task.state = TaskFacts::State::waiting;
  if (awaited == 0) return;
  FutureFacts& future = futures[awaited];
  if (future.last_waiter != 0) tasks[future.last_waiter].next_waiter = number;
  task.next_waiter = 0;
  future.last_waiter = number;
  if (future.first_waiter == 0) future.first_waiter = number;
}

// One that runs finds the exception at the yield that comes next.
void RunState::interrupt_task(std::uint32_t number, std::uint32_t failed) {
  const TaskFacts::State state = tasks[number].state;
  if (state == TaskFacts::State::waiting || state == TaskFacts::State::moment)
    yield_task(number, failed, YieldKind::waiting);
}

// Takes the task out of the list of those that wait for the same future.
void RunState::leave_waiters(std::uint32_t number) {
  const TaskFacts& task = tasks[number];
  if (task.state != TaskFacts::State::waiting || task.awaited == 0) return;
  FutureFacts& future = futures[task.awaited];
  std::uint32_t before = 0;
  for (std::uint32_t waiter = future.first_waiter; waiter != number; waiter = tasks[waiter].next_waiter)
    before = waiter;
  if (before == 0)
    future.first_waiter = task.next_waiter;
  else
    tasks[before].next_waiter = task.next_waiter;
  if (future.last_waiter == number) future.last_waiter = before;
}

void RunState::add_multi(std::uint32_t result, std::uint32_t announced) {
  const std::uint32_t number = multis.size() == 0 ? 1 : multis.size();
  MultiFacts& multi = multis[number];
  multi.result = result;
  multi.announced = announced;
  futures[result].multi = number;
  if (announced == 0) completed.push_back(number);
}

void RunState::add_multi_child(std::uint32_t result, std::uint32_t child) {
  const std::uint32_t number = futures[result].multi;
  if (number == 0) return;
  const std::uint32_t place = multi_children.size() == 0 ? 1 : multi_children.size();
  multi_children[place] = {child, number, 0, 0};
  MultiFacts& multi = multis[number];
  ++multi.seen;
  if (multi.last_child != 0) multi_children[multi.last_child].next = place;
  multi.last_child = place;
  if (multi.first_child == 0) multi.first_child = place;
  // A child made before the observation cannot be waited for: it counts as done.
  if (child != 0 && !futures[child].set) {
    ++multi.unset;
    multi_children[place].next_parent = futures[child].parents;
    futures[child].parents = place;
  }
  if (multi.complete()) completed.push_back(number);
}

std::uint32_t RunState::first_failed_child(const MultiFacts& multi) const {
  for (std::uint32_t place = multi.first_child; place != 0; place = multi_children[place].next) {
    const std::uint32_t child = multi_children[place].child;
    if (child != 0 && futures[child].exception != 0) return child;
  }
  return 0;
}

void RunState::end_running(EventKind begin, std::uint32_t number) {
  if (!running.empty() && running.back().begin == begin && running.back().number == number)
    running.pop_back();
}

}  // namespace windtunnel
