// Which waits were given up by the with_timeout around them: the future that stands for such a wait is still
// in line, but nobody looks at it any more (law K11).
#pragma once

#include <cstdint>

#include "harness/laws/run_state.hpp"

namespace windtunnel {

class GivenUp {
 public:
  void reset() { waits_.clear(); }

  /// Takes in that `destination` follows `source`.
  void follow(std::uint32_t destination, std::uint32_t source) {
    // The first chain is with_timeout's own; a program may tie others to the same result.
    if (destination == 0 || waits_[destination].source != 0) return;
    waits_[destination].source = source;
    ++waits_[source].followers;
  }

  /// Takes in that `result` is a with_timeout's.
  void limit(std::uint32_t result) { waits_[result].limited = true; }

  /// Takes in that `future` is about to be set. A with_timeout whose source is not set is over: its time was
  /// up.
  void set(const RunState& run, std::uint32_t future) {
    if (future >= waits_.size() || !waits_[future].limited) return;
    const std::uint32_t source = waits_[future].source;
    if (source != 0 && !run.futures[source].set) ++waits_[source].over;
  }

  /// Whether nobody but with_timeouts that are over has ever waited for it. Each has three callbacks there:
  /// to copy, to remove its timer, to log what comes late.
  bool contains(const RunState& run, std::uint32_t future) const {
    const Wait& wait = waits_[future];
    const FutureFacts& facts = run.futures[future];
    const std::uint32_t own = run.sync.waiters[future].timer != 0 ? 1 : 0;
    return wait.over > 0 && wait.followers == wait.over && facts.first_waiter == 0 &&
           facts.waiting_callbacks <= 3 * wait.over + own;
  }

 private:
  struct Wait {
    std::uint32_t source = 0;  // what it follows itself
    bool limited = false;      // it is a with_timeout's result
    std::uint32_t followers = 0;
    std::uint32_t over = 0;  // of the followers: with_timeouts whose time was up
  };

  Numbered<Wait> waits_;  // by future
};

}  // namespace windtunnel
