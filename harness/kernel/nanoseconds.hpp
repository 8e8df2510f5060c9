// Times of the operating system, in nanoseconds, and of the virtual clock, in seconds. The monotonic clock of
// a run begins at 0; its calendar begins on the same day in every run.
#pragma once

#include <cmath>
#include <cstdint>
#include <ctime>
#include <limits>

#include "runtime/clock.hpp"

namespace windtunnel::kernel {

inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// What CLOCK_REALTIME shows when a run begins: the 9th of September 2001, 01:46:40 UTC.
inline constexpr std::int64_t calendar_begin = 1'000'000'000 * nanoseconds_per_second;

/// Saturates: nothing is later than the last time that can be told.
constexpr std::int64_t sum_of(std::int64_t one, std::int64_t other) noexcept {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return other > 0 && one > most - other ? most : one + other;
}

inline std::int64_t nanoseconds_of(tornado::Time time) noexcept {
  return std::llround(tornado::seconds_of(time) * 1e9);
}
constexpr std::int64_t nanoseconds_of(const timespec& time) noexcept {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / nanoseconds_per_second - 1;
  return time.tv_sec > most ? std::numeric_limits<std::int64_t>::max()
                            : time.tv_sec * nanoseconds_per_second + time.tv_nsec;
}
/// The earliest time of the virtual clock that is not before that one.
inline tornado::Time time_of(std::int64_t nanoseconds) noexcept {
  return tornado::at_seconds(static_cast<double>(nanoseconds) / 1e9);
}
constexpr timespec to_timespec(std::int64_t nanoseconds) noexcept {
  return {static_cast<time_t>(nanoseconds / nanoseconds_per_second),
          static_cast<long>(nanoseconds % nanoseconds_per_second)};
}

constexpr bool is_valid(const timespec& time) noexcept {
  return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < nanoseconds_per_second;
}

/// Whether the clock shows the calendar's time.
constexpr bool is_calendar(clockid_t clock) noexcept {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI ||
         clock == CLOCK_REALTIME_ALARM;
}
/// What that clock shows, as nanoseconds since the run began; the reverse of shown_on().
constexpr std::int64_t run_time_of(std::int64_t shown, clockid_t clock) noexcept {
  return is_calendar(clock) ? shown - calendar_begin : shown;
}
/// What that clock shows at a time of the run.
constexpr std::int64_t shown_on(clockid_t clock, std::int64_t run_time) noexcept {
  return is_calendar(clock) ? sum_of(run_time, calendar_begin) : run_time;
}

/// The run's time at which that clock shows `time`, as calls that wait until then take it.
inline tornado::Time deadline_of(const timespec* time, clockid_t clock = CLOCK_REALTIME) noexcept {
  return time_of(run_time_of(nanoseconds_of(*time), clock));
}

}  // namespace windtunnel::kernel
