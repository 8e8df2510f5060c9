// Time as loops measure it: seconds in a double, as in Tornado, so that sums of delays have the same digits.
#pragma once

#include <chrono>

namespace tornado {

/// A span of time in seconds. Literals such as `10ms` convert to it.
using Duration = std::chrono::duration<double>;

/// The clock of a loop; a simulated one starts at 0.
struct LoopClock {
  using rep = double;
  using period = std::ratio<1>;
  using duration = Duration;
  using time_point = std::chrono::time_point<LoopClock, Duration>;
  static constexpr bool is_steady = false;
};

/// A point in time on a loop's clock.
using Time = LoopClock::time_point;

/// Seconds since the clock's zero.
constexpr double seconds_of(Time time) {
  return time.time_since_epoch().count();
}

/// The point in time that many seconds after the clock's zero.
constexpr Time at_seconds(double seconds) {
  return Time(Duration(seconds));
}

}  // namespace tornado
