// Condition: coroutines wait until they are notified (laws K1 to K6).
#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/locks/expire.hpp"
#include "runtime/locks/waiters.hpp"

namespace tornado::locks {

/// A shared handle: copies are the same condition. The result of a wait is a T, `Outcome()(notified)`.
template <class T, class Outcome>
class BasicCondition {
 public:
  BasicCondition() : state_(pool_shared<State>()) { note(EventKind::condition_made, state_->number); }

  /// Done with true when notified, with false at the deadline (laws K1, K4). A deadline of 0 means no
  /// deadline (law K5).
  Future<T> wait(Deadline deadline = {}) const {
    Future<T> waiter;
    state_->waiters.add(waiter);
    note(EventKind::condition_wait, state_->number, waiter.cell()->id());
    expire_at(deadline, waiter, [state = state_, waiter] {
      waiter.set_result(Outcome()(false));
      state->waiters.count_timeout();
      state->note_waiters();
    });
    return waiter;
  }

  /// Wakes up to `n` waiters, the longest-waiting first, synchronously. Waiters that timed out do not count
  /// (law K1). All are chosen before the first is woken (law K2). Without waiters, the notification is lost
  /// (law K3).
  void notify(std::size_t n = 1) const {
    const std::shared_ptr<State> state = state_;
    note(EventKind::condition_notify, state->number, as_told(n));
    std::vector<Future<T>, PoolAllocator<Future<T>>> chosen;
    while (chosen.size() < n) {
      std::optional<Future<T>> waiter = state->waiters.take_first();
      if (!waiter) break;
      note(EventKind::condition_notified, state->number, waiter->cell()->id());
      chosen.push_back(*std::move(waiter));
    }
    assert(chosen.size() <= n);
    state->note_waiters();
    for (const Future<T>& waiter : chosen) waiter.set_result(Outcome()(true));
  }

  /// Wakes all current waiters (law K3).
  void notify_all() const { notify(state_->waiters.size()); }

  /// Whether both are the same condition.
  bool operator==(const BasicCondition&) const = default;

 private:
  struct State {
    void note_waiters() const {
      note(EventKind::waiters_left, number, as_told(waiters.size()),
           static_cast<std::uint8_t>(WaiterList::condition));
    }

    Waiters<T> waiters;
    const std::uint32_t number = number_new(&Numbers::condition);
  };

  std::shared_ptr<State> state_;
};

using Condition = BasicCondition<bool, std::identity>;

}  // namespace tornado::locks
