// What meets at locks and queues.
#include <utility>

#include "harness/check/meeting_watcher.hpp"

namespace windtunnel {

using tornado::Event;
using tornado::EventKind;
using tornado::WaiterList;

namespace {

/// Lists of all kinds in one numbering, from 4 on.
std::uint32_t list_of(std::uint32_t number, WaiterList kind) {
  return number * 4 + static_cast<std::uint32_t>(kind);
}

}  // namespace

void MeetingWatcher::see_wait(const Event& event) {
  switch (event.kind) {
    case EventKind::waiter_timer:
      futures_[event.id].timer = event.other;
      break;
    case EventKind::waiters_left:
      look_through(event);
      break;
    case EventKind::condition_wait:
      add_waiter(event, WaiterList::condition, Meeting::notify_ties);
      break;
    case EventKind::condition_notify:
      if (future_callbacks_ > 0) meet(Meeting::nested_notify);
      serve(event, WaiterList::condition, Meeting::notify_ties, Meeting::expired_waiter);
      break;
    case EventKind::condition_notified:
      serve_one(event.other);
      break;
    case EventKind::semaphore_acquire:
      add_waiter(event, WaiterList::semaphore, Meeting::acquire_ties);
      break;
    case EventKind::semaphore_release:
      serve(event, WaiterList::semaphore, Meeting::acquire_ties, Meeting::expired_acquirer);
      break;
    case EventKind::semaphore_grant:
      serve_one(event.other);
      if (abandoned(event.other)) meet(Meeting::abandoned_grant);
      break;
    case EventKind::queue_getter:
      add_waiter(event, WaiterList::getters, Meeting::get_ties);
      break;
    case EventKind::queue_putter:
      add_waiter(event, WaiterList::putters, Meeting::put_ties);
      break;
    case EventKind::queue_put:
      serve(event, WaiterList::getters, Meeting::get_ties, Meeting::expired_getter);
      break;
    case EventKind::queue_get:
      serve(event, WaiterList::putters, Meeting::put_ties, Meeting::expired_putter);
      break;
    case EventKind::queue_given:
      serve_one(event.other);
      if (abandoned(event.other)) meet(Meeting::abandoned_item);
      break;
    case EventKind::event_made:
      events_[event.id] = event.other;
      break;
    case EventKind::event_cleared:
      if (awaited(events_[event.id])) meet(Meeting::cleared_event);
      events_[event.id] = event.other;
      break;
    default:
      break;
  }
}

void MeetingWatcher::add_waiter(const Event& event, WaiterList kind, Meeting tie) {
  const std::uint32_t list = list_of(event.id, kind);
  futures_[event.other].list = list;
  futures_[event.other].tie = tie;
  futures_[event.other].place = lists_[list].came++;
  ++lists_[list].size;
}

/// Something comes that waiters of the list wait for.
void MeetingWatcher::serve(const Event& event, WaiterList kind, Meeting tie, Meeting expired) {
  ListFacts& list = lists_[list_of(event.id, kind)];
  if (list.expired_at == now_) meet(tie);
  if (list.expired_place != nobody) meet(expired);
  passed_ = std::exchange(list.expired_place, nobody);
}

void MeetingWatcher::serve_one(std::uint32_t waiter) {
  if (futures_[waiter].place > passed_) meet(Meeting::passed_expired);
}

void MeetingWatcher::look_through(const Event& event) {
  constexpr std::uint32_t many = 100;
  ListFacts& list = lists_[list_of(event.id, static_cast<WaiterList>(event.detail))];
  if (list.expired >= many && list.size >= event.other + many) meet(Meeting::waiters_swept);
  list.size = event.other;
}

/// Whether a task waits for it, be it by a with_timeout.
bool MeetingWatcher::awaited(std::uint32_t future) const {
  const FutureFacts& facts = futures_[future];
  return facts.waiters > 0 || (facts.follower != 0 && futures_[facts.follower].waiters > 0);
}

/// Whether a with_timeout has given up on it.
bool MeetingWatcher::abandoned(std::uint32_t waiter) const {
  const std::uint32_t follower = futures_[waiter].follower;
  return follower != 0 && futures_[follower].set;
}

}  // namespace windtunnel
