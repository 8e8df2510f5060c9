// HookedQueue: Asio's queue of ready operations, which asks before it gives its first. It takes the place of
// asio::detail::op_queue<scheduler_operation>, and has the same functions. This header is part of every
// source that includes Asio.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>  // Boost 1.74 uses std::exchange without its header

#include "harness/subjects/asio/tracked.hpp"

namespace windtunnel::asio_hook {

/// A list of operations, which have their own links. `Access` is Asio's op_queue_access.
template <class Operation, class Access>
class HookedQueue {
 public:
  HookedQueue() = default;
  HookedQueue(const HookedQueue&) = delete;
  HookedQueue& operator=(const HookedQueue&) = delete;
  ~HookedQueue() {
    if (hooks.queue_destroyed != nullptr) [[unlikely]]
      hooks.queue_destroyed(this);
    while (Operation* operation = front_) {
      pop();
      Access::destroy(operation);
    }
  }

  /// The first operation. The hook may bring another to the front before, or answer that none is to be taken
  /// now.
  Operation* front() {
    if (hook != nullptr && front_ != nullptr) [[unlikely]]
      return hook(*this) ? front_ : nullptr;
    return front_;
  }
  void pop() {
    Operation* const first = front_;
    if (first == nullptr) return;
    front_ = Access::next(first);
    if (front_ == nullptr) back_ = nullptr;
    Operation* const none = nullptr;
    link(first, none);
  }
  void push(Operation* operation) {
    Operation* const none = nullptr;
    link(operation, none);
    if (back_ != nullptr) {
      link(back_, operation);
    } else {
      front_ = operation;
    }
    back_ = operation;
  }
  /// Takes all operations of another queue.
  template <class Queue>
    requires(!std::is_pointer_v<Queue>)
  void push(Queue& queue) {
    Operation* const first = Access::front(queue);
    if (first == nullptr) return;
    if (back_ != nullptr) {
      link(back_, first);
    } else {
      front_ = first;
    }
    back_ = Access::back(queue);
    Access::front(queue) = nullptr;
    Access::back(queue) = nullptr;
  }
  bool empty() const { return front_ == nullptr; }
  bool is_enqueued(Operation* operation) const {
    return Access::next(operation) != nullptr || back_ == operation;
  }

  /// Brings that operation to the front; `before` is the one before it, null if it is the first.
  void bring(Operation* before) {
    if (before == nullptr) return;
    Operation* const chosen = Access::next(before);
    Operation* const after = Access::next(chosen);
    link(before, after);
    if (back_ == chosen) back_ = before;
    link(chosen, front_);
    front_ = chosen;
  }

  /// Null outside of a run.
  using Hook = bool (*)(HookedQueue&);
  static constinit inline Hook hook = nullptr;

  // Asio's op_queue_access uses these.
  Operation* front_ = nullptr;
  Operation* back_ = nullptr;

 private:
  static void link(Operation* operation, Operation* next) { Access::next(operation, next); }
};

}  // namespace windtunnel::asio_hook
