// The callbacks of pending Futures. Each is in two lists: that of its Future, which runs them in order, and
// that of the loop on whose behalf it waits, which drops them when it closes. So a callback that holds its
// own Future does not keep both alive for ever, and a Future that outlives a loop does not call into it.
#pragma once

#include <cstdint>
#include <utility>

#include "runtime/memory_pool.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

class FutureCell;

/// A callback of a Future; its argument is the cell that was just set.
using CellCallback = UniqueFunction<void(FutureCell&)>;

/// One callback that waits for a Future.
class Waiter {
 public:
  template <class Function>
  Waiter(Function&& fn, std::uint32_t number_in) : callback(std::forward<Function>(fn)), number(number_in) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { leave_loop(); }

  /// From now on its loop cannot drop it.
  void leave_loop() noexcept {
    if (loop_link_ == nullptr) return;
    *loop_link_ = loop_next_;
    if (loop_next_ != nullptr) loop_next_->loop_link_ = loop_link_;
    loop_link_ = nullptr;
  }

  CellCallback callback;       ///< empty once its loop has dropped it
  const std::uint32_t number;  ///< the number that observers see

 private:
  friend class WaiterQueue;
  friend class LoopWaiters;

  Waiter* next_ = nullptr;
  Waiter** loop_link_ = nullptr;
  Waiter* loop_next_ = nullptr;
};

/// The waiters of one Future, first in, first out. Owns them.
class WaiterQueue {
 public:
  WaiterQueue() noexcept = default;
  WaiterQueue(WaiterQueue&& other) noexcept : first_(std::exchange(other.first_, nullptr)) {
    if (first_ != nullptr) last_ = std::exchange(other.last_, &other.first_);
  }
  WaiterQueue& operator=(WaiterQueue&&) = delete;
  ~WaiterQueue() {
    while (Waiter* waiter = take_first()) pool_delete(waiter);
  }

  bool empty() const noexcept { return first_ == nullptr; }

  void push(Waiter& waiter) noexcept {
    *last_ = &waiter;
    last_ = &waiter.next_;
  }

  /// Removes the oldest and gives it to the caller; null if there is none.
  Waiter* take_first() noexcept {
    Waiter* waiter = first_;
    if (waiter == nullptr) return nullptr;
    first_ = waiter->next_;
    if (first_ == nullptr) last_ = &first_;
    return waiter;
  }

 private:
  Waiter* first_ = nullptr;
  Waiter** last_ = &first_;
};

/// The waiters that wait on behalf of one loop.
class LoopWaiters {
 public:
  void add(Waiter& waiter) noexcept {
    waiter.loop_link_ = &first_;
    waiter.loop_next_ = first_;
    if (first_ != nullptr) first_->loop_link_ = &waiter.loop_next_;
    first_ = &waiter;
  }

  /// Empties them all without running them.
  void drop_all() noexcept {
    while (first_ != nullptr) {
      Waiter& waiter = *first_;
      waiter.leave_loop();
      // Objects destroyed with the callback may hold the last reference to the Future, and so to the waiter
      // itself.
      CellCallback dropped = std::move(waiter.callback);
    }
  }

 private:
  Waiter* first_ = nullptr;
};

}  // namespace tornado
