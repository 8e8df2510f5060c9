// Random numbers: in a run they are the same in each, so that a run can be repeated.
#include <algorithm>
#include <cstring>
#include <sys/random.h>
#include <unistd.h>

#include "harness/kernel/symbols/calls.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(getrandom);
WINDTUNNEL_INTERCEPTOR(getentropy);

namespace windtunnel::kernel {

namespace {

void fill(Kernel& kernel, char* to, std::size_t size) {
  while (size > 0) {
    const std::uint64_t number = kernel.next_random();
    const std::size_t part = std::min(size, sizeof number);
    std::memcpy(to, &number, part);
    to += part;
    size -= part;
  }
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL ssize_t getrandom(void* to, size_t size, unsigned flags) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(getrandom)(to, size, flags);
  }
  fill(*kernel, static_cast<char*>(to), size);
  return static_cast<ssize_t>(size);
}

WINDTUNNEL_SYMBOL int getentropy(void* to, size_t size) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(getentropy)(to, size);
  }
  if (size > 256) return finish_int(-EIO);
  fill(*kernel, static_cast<char*>(to), size);
  return 0;
}
// NOLINTEND
