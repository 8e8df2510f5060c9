// ElapsedTime: how late it may be while the virtual clock stands still. In the realistic model each step
// takes some time, at most the step time; how much is left open until a deadline or a reading of the clock
// depends on it.
#pragma once

#include <algorithm>
#include <cassert>

#include "runtime/clock.hpp"

namespace tornado {

/// The interval in which the time lies: it begins at the virtual clock's time.
class ElapsedTime {
 public:
  /// How long a step takes at most, unless it is told otherwise.
  static constexpr Duration default_step_time{0.001};

  /// Begins a run at time 0, with the default step time.
  void reset() noexcept { *this = ElapsedTime(); }

  void set_step_time(Duration most) noexcept {
    assert(most >= Duration(0));
    step_time_ = most;
  }
  Duration step_time() const noexcept { return step_time_; }

  /// A step has run.
  void step() noexcept {
    latest_ += step_time_;
    open_ = true;
  }
  /// The loop woke up at that time, or later by at most the step time.
  void woke(Time now) noexcept {
    latest_ = now + step_time_;
    open_ = true;
  }
  /// It is exactly that time: the program has read the clock.
  void read(Time now) noexcept { latest_ = now; }
  /// It is `now` or later, but not `limit` yet or no later than that.
  void settle(Time limit) noexcept {
    latest_ = std::min(latest_, limit);
    open_ = false;
  }

  /// The latest time that it may be.
  Time latest() const noexcept { return latest_; }
  /// Whether anything ran since settle(): otherwise no deadline is newly within reach.
  bool open() const noexcept { return open_; }

 private:
  Duration step_time_ = default_step_time;
  Time latest_{};
  bool open_ = false;
};

}  // namespace tornado
