// BasicSemaphore: the common part of all semaphores, for any type of permit (laws K8 to K12).
#pragma once

#include <cassert>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>

#include "runtime/locks/errors.hpp"
#include "runtime/locks/expire.hpp"
#include "runtime/locks/waiters.hpp"

namespace tornado::locks {

/// A shared handle: copies are the same semaphore. The result of an acquire is a Permit,
/// `MakePermit()(semaphore)`.
template <class Permit, class MakePermit>
class BasicSemaphore {
 public:
  /// Starts with `value` permits. Throws std::invalid_argument if it is negative (law K9).
  explicit BasicSemaphore(std::int64_t value = 1)
      : BasicSemaphore(value, std::numeric_limits<std::int64_t>::max(), false) {}

  /// Done at once if there is a permit, otherwise when release() hands one over. Fails with TimeoutError("")
  /// at the deadline; a deadline of 0 means no deadline (law K5).
  Future<Permit> acquire(Deadline deadline = {}) const {
    Future<Permit> waiter;
    note(EventKind::semaphore_acquire, state_->number, waiter.cell()->id());
    assert(state_->value >= 0);
    if (state_->value > 0) {
      --state_->value;
      grant(waiter);
      return waiter;
    }
    state_->waiters.add(waiter);
    expire_at(deadline, waiter, [state = state_, waiter] {
      waiter.set_exception(TimeoutError(""));
      state->waiters.count_timeout();
      state->note_waiters();
    });
    return waiter;
  }

  /// Gives a permit back. If there are waiters that have not timed out, the longest-waiting one gets it at
  /// once, so nobody can overtake it (law K8), and its callbacks run synchronously (law K12). If the waiting
  /// coroutine has given up by other means, the permit is lost (law K11). Throws SemaphoreReleasedError if
  /// there would be more permits than allowed.
  void release() const {
    if (!may_release()) throw SemaphoreReleasedError();
    const BasicSemaphore self = *this;  // a callback may destroy this handle
    note(EventKind::semaphore_release, self.state_->number);
    ++self.state_->value;
    if (self.state_->waiters.empty()) return;
    if (std::optional<Future<Permit>> waiter = self.state_->waiters.take_first()) {
      --self.state_->value;
      self.grant(*waiter);
    }
    self.state_->note_waiters();
  }

  /// Whether a permit can be given back: always, except for a bounded semaphore.
  bool may_release() const {
    look(EventKind::semaphore_release, state_->number);
    return state_->value < state_->limit;
  }

  /// Whether both are the same semaphore.
  bool operator==(const BasicSemaphore&) const = default;

 protected:
  BasicSemaphore(std::int64_t value, std::int64_t limit, bool bounded)
      : state_(pool_shared<State>(value, limit)) {
    if (value < 0) throw std::invalid_argument("semaphore initial value must be >= 0");
    note(EventKind::semaphore_made, state_->number, as_told(value), static_cast<std::uint8_t>(bounded));
  }

 private:
  struct State {
    State(std::int64_t value_in, std::int64_t limit_in) : value(value_in), limit(limit_in) {}

    void note_waiters() const {
      note(EventKind::waiters_left, number, as_told(waiters.size()),
           static_cast<std::uint8_t>(WaiterList::semaphore));
    }

    std::int64_t value;
    const std::int64_t limit;
    Waiters<Permit> waiters;
    const std::uint32_t number = number_new(&Numbers::semaphore);
  };

  void grant(const Future<Permit>& waiter) const {
    note(EventKind::semaphore_grant, state_->number, waiter.cell()->id());
    waiter.set_result(MakePermit()(*this));
  }

  std::shared_ptr<State> state_;
};

/// A semaphore that never has more permits than it started with (law K10).
template <class Permit, class MakePermit>
class BasicBoundedSemaphore : public BasicSemaphore<Permit, MakePermit> {
 public:
  explicit BasicBoundedSemaphore(std::int64_t value = 1)
      : BasicSemaphore<Permit, MakePermit>(value, value, true) {}
};

}  // namespace tornado::locks
