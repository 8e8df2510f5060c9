#include "harness/kernel/baton.hpp"

#include <climits>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/kernel/symbols/real_calls.hpp"

WINDTUNNEL_INTERCEPTOR(syscall);

namespace windtunnel::kernel {

void Baton::give() noexcept {
  given_.store(1, std::memory_order_release);
  WINDTUNNEL_NEXT(syscall)(SYS_futex, &given_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void Baton::take() noexcept {
  while (given_.exchange(0, std::memory_order_acquire) == 0) {
    WINDTUNNEL_NEXT(syscall)(SYS_futex, &given_, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
  }
}

}  // namespace windtunnel::kernel
