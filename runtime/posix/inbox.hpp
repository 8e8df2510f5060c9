// Inbox: what other threads want a loop to run. It is the only part of a loop that more than one thread uses.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

#include "runtime/unique_function.hpp"

namespace tornado {

/// Callbacks, first in, first out. All functions may be called on any thread.
class Inbox {
 public:
  /// Adds a callback. Returns whether the inbox was empty, so that its reader must be woken. A closed inbox
  /// drops the callback.
  bool push(Callback callback) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    callbacks_.push_back(std::move(callback));
    return !filled_.exchange(true, std::memory_order_release);
  }

  /// Whether there is a callback; cheap.
  bool filled() const noexcept { return filled_.load(std::memory_order_acquire); }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return callbacks_.size();
  }

  /// Takes the oldest; the inbox must not be empty.
  Callback pop() {
    const std::lock_guard lock(mutex_);
    Callback oldest = std::move(callbacks_.front());
    callbacks_.pop_front();
    if (callbacks_.empty()) filled_.store(false, std::memory_order_release);
    return oldest;
  }

  /// Drops everything, now and from now on.
  void close() {
    std::deque<Callback> dropped;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    filled_ = false;
    dropped.swap(callbacks_);
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Callback> callbacks_;
  std::atomic<bool> filled_ = false;
  bool closed_ = false;
};

}  // namespace tornado
