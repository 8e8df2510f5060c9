#include "runtime/posix/waker.hpp"

#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>

#include "runtime/posix/system_errors.hpp"

namespace tornado {

Waker::Waker() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!event_) throw_system_error("eventfd");
}

void Waker::wake(int fd) noexcept {
  const int kept = errno;
  const std::uint64_t one = 1;
  // It fails only if the counter is full, and then the descriptor is ready.
  [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
  errno = kept;
}

void Waker::consume() const noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = ::read(event_.get(), &count, sizeof count);
}

}  // namespace tornado
