#include "harness/properties/laws/run_state.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "harness/core/event_table.hpp"

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
  assert(row_of(event.kind).ends);
  contexts.end_call(event, *this);
  if (running.empty() || running.back().begin != *row_of(event.kind).ends) return;
  // The end of a future's callback tells the future and not the number: it ends the innermost one.
  if (event.kind == EventKind::future_callback_end || running.back().number == event.id) running.pop_back();
}

void RunState::apply_to_future(const Event& event) {
  switch (event.kind) {
    case EventKind::future_set:
      set_future(event.id, event.other);
      sync.apply(event, *this);
      break;
    case EventKind::future_callback_added:
      add_future_callback(event.id, event.other);
      break;
    case EventKind::future_retrieved:
      futures[event.id].retrieved = true;
      if (event.detail == static_cast<std::uint8_t>(Retriever::runtime))
        futures[event.id].retrieved_by_runtime = true;
      break;
    case EventKind::future_unretrieved:
      futures[event.id].unretrieved = true;
      break;
    case EventKind::chained:
      if (event.other == 0) break;
      chains.push_back({event.id, event.other});
      futures[event.other].follower = event.id;
      break;
    case EventKind::timeout:
      futures[event.id].timer = event.other;
      break;
    case EventKind::multi:
      add_multi(event.id, event.other);
      break;
    default:
      assert(event.kind == EventKind::multi_child);
      add_multi_child(event.id, event.other);
  }
}

void RunState::apply_to_task(const Event& event) {
  contexts.apply_to_task(event, *this);
  switch (event.kind) {
    case EventKind::task_yield:
      return yield_task(event.id, event.other, static_cast<YieldKind>(event.detail));
    case EventKind::task_interrupted:
      return interrupt_task(event.id, event.other);
    case EventKind::task_begin:
      begin_step(event.id);
      tasks[event.id].future = event.other;
      if (event.other != 0) futures[event.other].task = event.id;
      return;
    case EventKind::task_resume:
      if (tasks[event.id].state == TaskFacts::State::moment && event.other == 0 &&
          tasks[event.id].moment_callback != number_of_call(EventKind::callback_begin))
        marks_.add(Mark::moment_cut_short);
      return begin_step(event.id);
    default:
      assert(event.kind == EventKind::task_end);
      leave_waiters(event.id);
      tasks[event.id].state = TaskFacts::State::ended;
      tasks[event.id].exception = event.other;
  }
}

void RunState::begin_step(std::uint32_t task) {
  leave_waiters(task);
  tasks[task].state = TaskFacts::State::running;
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

void RunState::set_future(std::uint32_t number, std::uint32_t exception) {
  FutureFacts& future = futures[number];
  if (future.set) return;
  future.set = true;
  future.set_at = step;
  future.set_time = now;
  future.exception = exception;
  for (std::uint32_t place = future.parents; place != 0; place = multi_children[place].next_parent) {
    MultiFacts& multi = multis[multi_children[place].multi];
    --multi.unset;
    if (multi.complete()) completed.push_back(multi_children[place].multi);
  }
  mark_ties(number);
}

// A deadline ties with what it waits for if both come at one time, whichever is first.
void RunState::mark_ties(std::uint32_t number) {
  if (at_deadline(number) && timer_of(number) != running_timer()) marks_.add(tie_of(number));
  const std::uint32_t follower = futures[number].follower;
  if (follower == 0 || !futures[follower].set || futures[follower].set_time != now) return;
  if (at_deadline(follower)) marks_.add(tie_of(follower));
}

bool RunState::at_deadline(std::uint32_t future) const {
  const std::uint32_t timer = timer_of(future);
  return timer != 0 && timers[timer].deadline == now;
}

std::uint32_t RunState::timer_of(std::uint32_t future) const {
  return futures[future].timer != 0 ? futures[future].timer : sync.waiters[future].timer;
}

Mark RunState::tie_of(std::uint32_t future) const {
  const WaiterFacts& waiter = sync.waiters[future];
  return waiter.known ? SyncState::tie_of(waiter.list) : Mark::timeout_ties;
}

bool RunState::awaited(std::uint32_t future) const {
  const FutureFacts& facts = futures[future];
  return facts.first_waiter != 0 || futures[facts.follower].first_waiter != 0;
}

bool RunState::abandoned(std::uint32_t future) const {
  const std::uint32_t follower = futures[future].follower;
  return follower != 0 && futures[follower].set;
}

std::uint32_t RunState::number_of_call(EventKind begin) const {
  for (const Running& call : running)
    if (call.begin == begin) return call.number;
  return 0;
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
    task.moment_callback = 0;
    yielded_moment_ = number;
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

}  // namespace windtunnel
