#include "harness/laws/sync_state.hpp"

#include <algorithm>

namespace windtunnel {

using tornado::Event;
using tornado::EventKind;
using tornado::WaiterList;

void SyncState::reset() {
  waiters.clear();
  semaphores.clear();
  events.clear();
  queues.clear();
  for (auto& lines : lines_) lines.clear();
}

void SyncState::apply(const Event& event, std::uint32_t step) {
  switch (event.kind) {
    case EventKind::future_set:
      if (event.id < waiters.size() && waiters[event.id].live) end(waiters[event.id]);
      return;
    case EventKind::waiter_timer:
      waiters[event.id].timer = event.other;
      return;
    case EventKind::waiter_untimed:
      waiters[event.id].untimed = true;
      return;
    case EventKind::condition_wait:
      return add(WaiterList::condition, event.id, event.other, step);
    case EventKind::condition_notified:
      return take(event.other);
    case EventKind::event_made:
    case EventKind::event_cleared:
      events[event.id] = {event.other, 0};
      return;
    case EventKind::event_wait:
      ++events[event.id].waits;
      return;
    case EventKind::semaphore_made:
      semaphores[event.id] = {event.other, event.other, event.detail != 0};
      return;
    case EventKind::semaphore_acquire:
      return add(WaiterList::semaphore, event.id, event.other, step);
    case EventKind::semaphore_release:
      ++semaphores[event.id].permits;
      return;
    case EventKind::semaphore_grant:
      if (semaphores[event.id].permits > 0) --semaphores[event.id].permits;
      return take(event.other);
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
      return;
    case EventKind::queue_get:
      return remove_item(queues[event.id], event.other);
    case EventKind::queue_getter:
      return add(WaiterList::getters, event.id, event.other, step);
    case EventKind::queue_putter:
      return add(WaiterList::putters, event.id, event.other, step);
    case EventKind::queue_given:
    case EventKind::queue_admitted:
      return take(event.other);
    case EventKind::queue_task_done:
      if (queues[event.id].unfinished > 0) --queues[event.id].unfinished;
      return;
    default:
      return;
  }
}

void SyncState::add(WaiterList list, std::uint32_t owner, std::uint32_t future, std::uint32_t step) {
  if (future == 0 || waiters[future].known) return;
  WaiterFacts& waiter = waiters[future];
  waiter.known = true;
  waiter.live = true;
  waiter.list = list;
  waiter.owner = owner;
  waiter.began_at = step;
  WaiterLine& line = line_of(waiter);
  if (line.last != 0) waiters[line.last].next = future;
  line.last = future;
  if (line.first == 0) line.first = future;
  ++line.live;
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
  waiter.live = false;
  WaiterLine& line = line_of(waiter);
  --line.live;
  ++line.ended;
  while (line.first != 0 && !waiters[line.first].live) line.first = waiters[line.first].next;
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

}  // namespace windtunnel
