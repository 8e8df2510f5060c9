// Whether this process has lost memory by ending a run's threads, or by leaving a run that could not go on:
// nobody can free what was theirs. A search for leaks would blame the code under test for it.
#pragma once

#include <atomic>

namespace windtunnel::core {

namespace detail {
inline constinit std::atomic<bool> memory_lost{false};
}  // namespace detail

/// From now on, memory_is_lost().
inline void lose_memory() noexcept {
  detail::memory_lost.store(true, std::memory_order_relaxed);
}

/// Whether lose_memory() was called in this process, or in the one that it was forked from.
inline bool memory_is_lost() noexcept {
  return detail::memory_lost.load(std::memory_order_relaxed);
}

}  // namespace windtunnel::core
