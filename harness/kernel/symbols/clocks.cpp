// The symbols of clocks and sleeps.
#include <cerrno>
#include <ctime>
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>

#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/symbols/real_calls.hpp"

WINDTUNNEL_INTERCEPTOR(clock_gettime);
WINDTUNNEL_INTERCEPTOR(clock_getres);
WINDTUNNEL_INTERCEPTOR(gettimeofday);
WINDTUNNEL_INTERCEPTOR(time);
WINDTUNNEL_INTERCEPTOR(timespec_get);
WINDTUNNEL_INTERCEPTOR(clock);
WINDTUNNEL_INTERCEPTOR(times);
WINDTUNNEL_INTERCEPTOR(nanosleep);
WINDTUNNEL_INTERCEPTOR(clock_nanosleep);
WINDTUNNEL_INTERCEPTOR(usleep);
WINDTUNNEL_INTERCEPTOR(sleep);

namespace windtunnel::kernel {

namespace {

std::int64_t shown(Kernel& kernel, clockid_t clock) {
  return shown_on(clock, nanoseconds_of(kernel.read_clock()));
}

void sleep_until(Kernel& kernel, std::int64_t run_time, std::string_view call) {
  kernel.block(WaitReason(call), [] { return false; }, time_of(run_time));
}

void sleep_for(Kernel& kernel, std::int64_t length, std::string_view call) {
  sleep_until(kernel, sum_of(nanoseconds_of(kernel.now()), length), call);
}

}  // namespace

}  // namespace windtunnel::kernel

// NOLINTBEGIN: the C library's names
using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int clock_gettime(clockid_t clock, timespec* time) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) [[likely]] {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(clock_gettime)(clock, time);
  }
  *time = to_timespec(shown(*kernel, clock));
  return 0;
}

WINDTUNNEL_SYMBOL int clock_getres(clockid_t clock, timespec* resolution) noexcept {
  if (Kernel::here() == nullptr) return WINDTUNNEL_NEXT(clock_getres)(clock, resolution);
  if (resolution != nullptr) *resolution = {0, 1};
  return 0;
}

WINDTUNNEL_SYMBOL int gettimeofday(timeval* time, void* zone) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(gettimeofday)(time, zone);
  }
  const timespec now = to_timespec(shown(*kernel, CLOCK_REALTIME));
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

WINDTUNNEL_SYMBOL time_t time(time_t* at) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(time)(at);
  }
  const time_t now = to_timespec(shown(*kernel, CLOCK_REALTIME)).tv_sec;
  if (at != nullptr) *at = now;
  return now;
}

WINDTUNNEL_SYMBOL int timespec_get(timespec* time, int base) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(timespec_get)(time, base);
  }
  if (base != TIME_UTC) return 0;
  *time = to_timespec(shown(*kernel, CLOCK_REALTIME));
  return base;
}

WINDTUNNEL_SYMBOL clock_t clock() noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(clock)();
  }
  return static_cast<clock_t>(shown(*kernel, CLOCK_PROCESS_CPUTIME_ID) /
                              (nanoseconds_per_second / CLOCKS_PER_SEC));
}

WINDTUNNEL_SYMBOL clock_t times(tms* used) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(times)(used);
  const auto ticks =
      static_cast<clock_t>(shown(*kernel, CLOCK_MONOTONIC) / (nanoseconds_per_second / sysconf(_SC_CLK_TCK)));
  if (used != nullptr) *used = {ticks, 0, 0, 0};
  return ticks;
}

WINDTUNNEL_SYMBOL int nanosleep(const timespec* length, timespec* left) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(nanosleep)(length, left);
  }
  if (!is_valid(*length)) {
    errno = EINVAL;
    return -1;
  }
  sleep_for(*kernel, nanoseconds_of(*length), "nanosleep");
  return 0;
}

WINDTUNNEL_SYMBOL int clock_nanosleep(clockid_t clock, int flags, const timespec* length, timespec* left) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(clock_nanosleep)(clock, flags, length, left);
  }
  if (!is_valid(*length)) return EINVAL;
  if ((flags & TIMER_ABSTIME) != 0) {
    sleep_until(*kernel, run_time_of(nanoseconds_of(*length), clock), "clock_nanosleep");
  } else {
    sleep_for(*kernel, nanoseconds_of(*length), "clock_nanosleep");
  }
  return 0;
}

WINDTUNNEL_SYMBOL int usleep(useconds_t length) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(usleep)(length);
  }
  sleep_for(*kernel, std::int64_t{length} * 1000, "usleep");
  return 0;
}

WINDTUNNEL_SYMBOL unsigned sleep(unsigned seconds) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(sleep)(seconds);
  }
  sleep_for(*kernel, seconds * nanoseconds_per_second, "sleep");
  return 0;
}
// NOLINTEND
