// Event: a flag that coroutines can wait for (law K7).
#pragma once

#include <cassert>
#include <memory>

#include "runtime/deadline.hpp"
#include "runtime/gen/with_timeout.hpp"
#include "runtime/locks/watched.hpp"

namespace tornado::locks {

/// A shared handle: copies are the same event. The result of a wait is an empty T.
template <class T>
class BasicEvent {
 public:
  /// Not set at first.
  BasicEvent() : state_(pool_shared<State>()) { note_future(EventKind::event_made); }

  bool is_set() const {
    look(EventKind::event_set, state_->number);
    return state_->future.done();
  }

  /// Sets the event and wakes all waiters, synchronously.
  void set() const {
    if (is_set()) return;
    note_future(EventKind::event_set);
    const Future<T> future = state_->future;  // a callback may clear the event
    set_nothing(future);
  }

  /// Clears the event: later waits wait for the next set(). Current waiters are left alone.
  void clear() const {
    if (!is_set()) return;
    state_->future = Future<T>();
    assert(!is_set());
    note_future(EventKind::event_cleared);
  }

  /// Done when the event is set. Without a deadline, all waits return the same Future, so setting that Future
  /// directly wakes them all. At the deadline the wait fails with TimeoutError("Timeout"); 0 is an ordinary
  /// deadline here.
  Future<T> wait(Deadline deadline = {}) const {
    note_future(EventKind::event_wait);
    if (!deadline.given()) return state_->future;
    return deadline.visit([&](auto when) { return with_timeout(when, state_->future); });
  }

  /// The number that observers see.
  std::uint32_t number() const { return state_->number; }

  /// Whether both are the same event.
  bool operator==(const BasicEvent&) const = default;

 private:
  struct State {
    Future<T> future;
    const std::uint32_t number = number_new(&Numbers::event);
  };

  void note_future(EventKind kind) const { note(kind, state_->number, state_->future.cell()->id()); }

  std::shared_ptr<State> state_;
};

using Event = BasicEvent<void>;

}  // namespace tornado::locks
