// Which waits were given up by the with_timeout around them: the future of such a wait is still queued, but
// nobody looks at it any more (law K11).
#pragma once

#include <cstdint>

#include "harness/properties/laws/run_state.hpp"

namespace windtunnel::properties {

class GivenUp {
 public:
  void reset() { waits_.clear(); }

  /// Notes that `destination` follows `source`.
  void follow(std::uint32_t destination, std::uint32_t source) {
    // The first chain is the with_timeout's own; a program may chain others to the same result.
    if (destination == 0 || waits_[destination].source != 0) return;
    waits_[destination].source = source;
    ++waits_[source].followers;
  }

  /// Notes that `result` is the result of a with_timeout.
  void limit(std::uint32_t result) { waits_[result].limited = true; }

  /// Notes that `future` is about to be set. If it is the result of a with_timeout whose source is not set,
  /// that has timed out.
  void set(const RunState& run, std::uint32_t future) {
    if (future >= waits_.size() || !waits_[future].limited) return;
    const std::uint32_t source = waits_[future].source;
    if (source != 0 && !run.futures[source].set) ++waits_[source].over;
  }

  /// Whether only with_timeouts that have timed out ever waited for the future. Each has three callbacks
  /// there: to copy, to remove its timer, to log a late failure.
  bool contains(const RunState& run, std::uint32_t future) const {
    const Wait& wait = waits_[future];
    const FutureFacts& facts = run.futures[future];
    const std::uint32_t own = run.sync.waiters[future].timer != 0 ? 1 : 0;
    return wait.over > 0 && wait.followers == wait.over && facts.first_waiter == 0 &&
           facts.waiting_callbacks <= 3 * wait.over + own;
  }

 private:
  struct Wait {
    std::uint32_t source = 0;  // the future that it follows
    bool limited = false;      // it is the result of a with_timeout
    std::uint32_t followers = 0;
    std::uint32_t over = 0;  // number of followers that are with_timeouts and have timed out
  };

  Numbered<Wait> waits_;  // by future
};

}  // namespace windtunnel::properties
