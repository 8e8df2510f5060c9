// Waiters: the waiters of a condition or semaphore, first in, first out, including those that have timed out.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "runtime/future.hpp"
#include "runtime/memory_pool.hpp"

namespace tornado::locks {

/// A list of waiters. A waiter that times out stays in the list, done, until it is reached or until 100 more
/// waits have timed out (law K6).
template <class T>
class Waiters {
 public:
  std::size_t size() const { return waiters_.size(); }
  bool empty() const { return waiters_.empty(); }

  void add(const Future<T>& waiter) {
    assert(!waiter.done());
    waiters_.push_back(waiter);
  }

  /// Takes the longest-waiting waiter that is not done, and drops the done ones before it.
  std::optional<Future<T>> take_first() {
    while (!waiters_.empty()) {
      Future<T> waiter = std::move(waiters_.front());
      waiters_.pop_front();
      if (!waiter.done()) return waiter;
    }
    return std::nullopt;
  }

  /// Counts a timeout. If there were more than 100 since the last time, drops the waiters that are done;
  /// returns whether it did.
  bool count_timeout() {
    assert(timeouts_ >= 0 && timeouts_ <= kept_timeouts);
    if (++timeouts_ <= kept_timeouts) return false;
    timeouts_ = 0;
    std::erase_if(waiters_, [](const Future<T>& waiter) { return waiter.done(); });
    return true;
  }

 private:
  static constexpr int kept_timeouts = 100;

  std::deque<Future<T>, PoolAllocator<Future<T>>> waiters_;
  int timeouts_ = 0;  // since done waiters were last dropped here
};

}  // namespace tornado::locks
