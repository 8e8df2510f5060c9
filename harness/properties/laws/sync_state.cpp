#include "harness/properties/laws/sync_state.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "harness/properties/laws/run_state.hpp"

namespace windtunnel::properties {

using tornado::Event;
using tornado::EventKind;
using tornado::WaiterList;

void SyncState::reset() {
  waiters.clear();
  semaphores.clear();
  events.clear();
  queues.clear();
  marks = {};
  passed_ = WaiterLine::nobody;
  for (auto& lines : lines_) lines.clear();
}

void SyncState::apply(const Event& event, const RunState& run) {
  switch (event.kind) {
    case EventKind::future_set: {
      if (event.id >= waiters.size()) return;
      WaiterFacts& waiter = waiters[event.id];
      if (waiter.timer != 0 && waiter.timer == run.running_timer()) expire(waiter, run.now);
      if (waiter.live) end(waiter);
      return;
    }
    case EventKind::waiter_timer:
      waiters[event.id].timer = event.other;
      return;
    case EventKind::waiter_untimed:
      waiters[event.id].untimed = true;
      return;
    case EventKind::waiters_left:
      return look_through(event);
    case EventKind::condition_wait:
      return add(WaiterList::condition, event, run);
    case EventKind::condition_notify:
      if (run.within(EventKind::future_callback_begin)) mark_nested_notify(event.id);
      return serve(WaiterList::condition, event.id, Mark::expired_waiter, run.now);
    case EventKind::condition_notified:
      if (waiters[event.other].place > passed_) marks.add(Mark::passed_expired);
      return take(event.other);
    case EventKind::event_made:
      events[event.id] = {event.other, 0};
      return;
    case EventKind::event_cleared:
      if (run.awaited(events[event.id].future)) marks.add(Mark::cleared_event);
      events[event.id] = {event.other, 0};
      return;
    case EventKind::event_wait:
      ++events[event.id].waits;
      return;
    case EventKind::semaphore_made:
      semaphores[event.id] = {event.other, event.other, event.detail != 0};
      return;
    case EventKind::semaphore_acquire:
      return add(WaiterList::semaphore, event, run);
    case EventKind::semaphore_release:
      ++semaphores[event.id].permits;
      return serve(WaiterList::semaphore, event.id, Mark::expired_acquirer, run.now);
    case EventKind::semaphore_grant:
      if (waiters[event.other].place > passed_) marks.add(Mark::passed_expired);
      if (semaphores[event.id].permits > 0) --semaphores[event.id].permits;
      if (run.abandoned(event.other)) marks.add(Mark::abandoned_grant);
      return take(event.other);
    default:
      return apply_to_queue(event, run);
  }
}

void SyncState::apply_to_queue(const Event& event, const RunState& run) {
  switch (event.kind) {
    case EventKind::queue_made:
      queues[event.id].order = static_cast<tornado::ItemOrder>(event.detail);
      queues[event.id].maxsize = event.other;
      return;
    case EventKind::queue_finished:
      queues[event.id].finished = event.other;
      return;
    case EventKind::queue_put:
      queues[event.id].items.push_back(event.other);
      ++queues[event.id].unfinished;
      return serve(WaiterList::getters, event.id, Mark::expired_getter, run.now);
    case EventKind::queue_get:
      remove_item(queues[event.id], event.other);
      return serve(WaiterList::putters, event.id, Mark::expired_putter, run.now);
    case EventKind::queue_getter:
      return add(WaiterList::getters, event, run);
    case EventKind::queue_putter:
      return add(WaiterList::putters, event, run);
    case EventKind::queue_given:
      if (waiters[event.other].place > passed_) marks.add(Mark::passed_expired);
      if (run.abandoned(event.other)) marks.add(Mark::abandoned_item);
      return take(event.other);
    case EventKind::queue_admitted:
      return take(event.other);
    case EventKind::queue_task_done:
      if (queues[event.id].unfinished > 0) --queues[event.id].unfinished;
      return;
    default:
      return;
  }
}

Mark SyncState::tie_of(WaiterList list) {
  constexpr Mark ties[] = {Mark::notify_ties, Mark::acquire_ties, Mark::get_ties, Mark::put_ties};
  assert(static_cast<std::size_t>(list) < std::size(ties));
  return ties[static_cast<std::size_t>(list)];
}

void SyncState::add(WaiterList list, const Event& event, const RunState& run) {
  const std::uint32_t future = event.other;
  if (future == 0 || waiters[future].known) return;
  WaiterFacts& waiter = waiters[future];
  waiter.known = true;
  waiter.live = true;
  waiter.list = list;
  waiter.owner = event.id;
  waiter.began_at = run.step;
  WaiterLine& line = line_of(waiter);
  waiter.place = line.came++;
  if (line.last != 0) waiters[line.last].next = future;
  line.last = future;
  if (line.first == 0) line.first = future;
  ++line.live;
  ++line.listed;
}

// Something comes that the waiters of a list wait for.
void SyncState::serve(WaiterList list, std::uint32_t owner, Mark expired, double now) {
  WaiterLine& line = lines_[static_cast<std::size_t>(list)][owner];
  if (line.expired_at == now) marks.add(tie_of(list));
  if (line.expired_place != WaiterLine::nobody) marks.add(expired);
  passed_ = std::exchange(line.expired_place, WaiterLine::nobody);
}

void SyncState::mark_nested_notify(std::uint32_t condition) {
  constexpr std::uint32_t many = 3;
  marks.add(Mark::nested_notify);
  if (lines_[static_cast<std::size_t>(WaiterList::condition)][condition].live >= many)
    marks.add(Mark::nested_notify_of_many);
}

void SyncState::take(std::uint32_t future) {
  if (future >= waiters.size()) return;
  WaiterFacts& waiter = waiters[future];
  waiter.taken = true;
  if (!waiter.live) return;
  end(waiter);
  --line_of(waiter).ended;
}

void SyncState::end(WaiterFacts& waiter) {
  assert(waiter.live);
  waiter.live = false;
  WaiterLine& line = line_of(waiter);
  assert(line.live > 0);
  --line.live;
  ++line.ended;
  while (line.first != 0 && !waiters[line.first].live) line.first = waiters[line.first].next;
}

void SyncState::expire(const WaiterFacts& waiter, double now) {
  if (!waiter.known) return;
  WaiterLine& line = line_of(waiter);
  ++line.expired;
  line.expired_place = std::min(line.expired_place, waiter.place);
  line.expired_at = now;
}

void SyncState::look_through(const Event& event) {
  constexpr std::uint32_t many = 100;
  if (event.detail >= lines_.size()) return;
  WaiterLine& line = lines_[event.detail][event.id];
  if (line.expired >= many && line.listed >= event.other + many) marks.add(Mark::waiters_swept);
  line.listed = event.other;
}

void SyncState::remove_item(QueueFacts& queue, std::uint32_t item) {
  const auto first = queue.items.begin() + static_cast<std::ptrdiff_t>(queue.first_item);
  const auto at = std::find(first, queue.items.end(), item);
  if (at == queue.items.end()) return;
  if (at == first) {
    ++queue.first_item;
  } else {
    queue.items.erase(at);
  }
}

}  // namespace windtunnel::properties
