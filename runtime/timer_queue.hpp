// TimerQueue: timers in a heap ordered by (deadline, order of adding). Cancelled timers stay in it until they
// reach the top, or until they are more than half of it (law L7).
#pragma once

#include <cassert>
#include <cstdint>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// One timer; handles and the heap share it.
class TimerCell {
 public:
  template <class Function>
  TimerCell(Time deadline_in, std::uint64_t order_in, Function&& fn)
      : deadline(deadline_in), order(order_in), callback(std::forward<Function>(fn)) {}

  /// Whether it is still waiting to run.
  bool live() const { return static_cast<bool>(callback); }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) pool_delete(this);
  }

  const Time deadline;
  const std::uint64_t order;
  Callback callback;           ///< empty once it was cancelled or has run
  std::uint32_t number = 0;    ///< the number that observers see
  std::uint8_t postponed = 0;  ///< how often a simulated loop ran it late on purpose, or will
  bool adds_step = false;   ///< it only adds a step: whether it runs before or after others changes nothing
  bool asked_late = false;  ///< whether it runs late was asked

 private:
  friend class TimerQueue;

  bool queued_ = false;
  std::uint32_t references_ = 0;
};

/// A list of timers.
using TimerList = std::vector<Ref<TimerCell>, PoolAllocator<Ref<TimerCell>>>;

/// Empties the list and its timers without running them; handles stay valid.
void drop_all(TimerList& timers) noexcept;

/// Identifies a timer, to cancel it. Copies identify the same timer; a default-constructed one identifies
/// none.
class Timeout {
 public:
  Timeout() noexcept = default;
  explicit Timeout(Ref<TimerCell> cell) noexcept : cell_(std::move(cell)) {}
  TimerCell* cell() const noexcept { return cell_.get(); }
  bool operator==(const Timeout&) const = default;

 private:
  Ref<TimerCell> cell_;
};

/// The heap. Adding and taking are O(log n), cancelling is amortised O(1).
class TimerQueue {
 public:
  template <class Function>
  Ref<TimerCell> add(Time deadline, Function&& fn) {
    Ref<TimerCell> timer(pool_new<TimerCell>(deadline, next_order_++, std::forward<Function>(fn)));
    put_back(timer);
    return timer;
  }

  /// Cancels a timer, at any time and any number of times (law L6). Returns whether it was live.
  bool cancel(TimerCell& timer);

  /// Moves the timers with a deadline up to `now` into `due`, in order, dropping cancelled ones that reach
  /// the top; then purges the heap if cancelled ones are more than 512 and more than half of it (law L7).
  void take_due(Time now, TimerList& due);

  /// Puts back a timer that take_due returned.
  void put_back(Ref<TimerCell> timer);

  /// The deadline at the top, cancelled or not; there must be a timer.
  Time next_deadline() const {
    assert(!heap_.empty());
    return heap_.front().deadline;
  }

  /// Drops cancelled timers from the top.
  void drop_cancelled() {
    while (!heap_.empty() && !heap_.front().timer->live()) pop_cancelled();
  }

  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// How many of them are cancelled.
  std::size_t cancelled() const { return cancelled_; }

  /// Calls `visit(timer)` for all timers, including cancelled ones, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Entry& entry : heap_) visit(*entry.timer);
  }

  /// Drops all timers without running them; handles stay valid.
  void clear();

 private:
  // The sort keys are stored here too, so that comparing does not access the timers.
  struct Entry {
    Time deadline;
    std::uint64_t order;
    Ref<TimerCell> timer;
  };

  static bool later(const Entry& left, const Entry& right) {
    if (left.deadline != right.deadline) return left.deadline > right.deadline;
    return left.order > right.order;
  }

  Ref<TimerCell> pop();
  void pop_cancelled();
  void purge();

  std::vector<Entry, PoolAllocator<Entry>> heap_;  // the earliest is on top
  std::size_t cancelled_ = 0;
  // Tornado's counter, by which it decides when to purge: calls of cancel(), including those for timers that
  // no longer wait here.
  std::size_t cancellations_ = 0;
  std::uint64_t next_order_ = 0;
};

}  // namespace tornado
