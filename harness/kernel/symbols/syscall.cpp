// The symbol syscall(): what libraries call by number.
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <ctime>
#include <fmt/format.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/kernel/condition.hpp"
#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/symbols/by_number.hpp"
#include "harness/kernel/symbols/real_calls.hpp"
#include "harness/kernel/threads.hpp"

WINDTUNNEL_INTERCEPTOR(syscall);

namespace windtunnel::kernel {

namespace {

struct Arguments {
  long values[6];

  template <class T>
  T pointer(std::size_t at) const {
    return reinterpret_cast<T>(values[at]);
  }
};

// std::atomic::wait and futures use it.
long answer_futex(Kernel& kernel, const Arguments& arguments) {
  const auto* word = arguments.pointer<const std::uint32_t*>(0);
  const int operation = static_cast<int>(arguments.values[1]) & FUTEX_CMD_MASK;
  const auto value = static_cast<std::uint32_t>(arguments.values[2]);
  const auto* time = arguments.pointer<const timespec*>(3);
  const bool calendar = (arguments.values[1] & FUTEX_CLOCK_REALTIME) != 0;
  tornado::Time deadline = Kernel::never;
  switch (operation) {
    case FUTEX_WAIT:
      if (time != nullptr) deadline = time_of(sum_of(nanoseconds_of(kernel.now()), nanoseconds_of(*time)));
      return wait_for_futex(kernel, word, value, deadline);
    case FUTEX_WAIT_BITSET:
      if (time != nullptr)
        deadline = time_of(run_time_of(nanoseconds_of(*time), calendar ? CLOCK_REALTIME : CLOCK_MONOTONIC));
      return wait_for_futex(kernel, word, value, deadline);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return wake_futex(kernel, word, value);
    default:
      kernel.abandon(Threads::refused,
                     fmt::format("the operation {} of futex(2) is not simulated", operation));
  }
}

}  // namespace

}  // namespace windtunnel::kernel

// NOLINTBEGIN: the C library's name
using namespace windtunnel::kernel;

// It takes as many arguments as its number asks for, and is given six.
WINDTUNNEL_SYMBOL [[gnu::no_sanitize_address]] long syscall(long number, ...) noexcept {
  Arguments arguments;
  va_list rest;
  va_start(rest, number);
  for (long& value : arguments.values) value = va_arg(rest, long);
  va_end(rest);
  const auto& [a, b, c, d, e, f] = arguments.values;
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(syscall)(number, a, b, c, d, e, f);
  long result = 0;
  if (number != SYS_futex) {
    if (answer_by_number(number, arguments.values, result)) return result;
    return WINDTUNNEL_NEXT(syscall)(number, a, b, c, d, e, f);
  }
  result = answer_futex(*kernel, arguments);
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}
// NOLINTEND
