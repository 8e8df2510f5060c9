// The futures and tasks of a run: who waits for what, in which order, and what was set when.
#include <cassert>

#include "harness/properties/laws/run_state.hpp"

namespace windtunnel::properties {

using tornado::Event;
using tornado::EventKind;
using tornado::Retriever;
using tornado::YieldKind;

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
  if (kind == YieldKind::lost || kind == YieldKind::abandoned) {
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
    const std::uint32_t latest = futures[child].parents;
    if (latest != 0 && multi_children[latest].multi == number) marks_.add(Mark::same_child_twice);
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

}  // namespace windtunnel::properties
