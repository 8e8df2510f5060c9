#include "harness/kernel/event_counter.hpp"

#include <cerrno>

namespace windtunnel::kernel {

std::uint32_t EventCounter::readiness() const {
  return (count_ > 0 ? std::uint32_t{POLLIN} : 0U) | (count_ < limit ? std::uint32_t{POLLOUT} : 0U);
}

Result EventCounter::read(std::span<const iovec> to) {
  std::uint64_t value = count_;
  if (size_of(to) < sizeof value) return -EINVAL;
  if (count_ == 0) return -EAGAIN;
  if (semaphore_) value = 1;
  count_ -= value;
  copy_to(to, 0, reinterpret_cast<const char*>(&value), sizeof value);
  changed(POLLOUT);
  return sizeof value;
}

Result EventCounter::write(std::span<const iovec> from) {
  std::uint64_t value = 0;
  if (size_of(from) < sizeof value) return -EINVAL;
  copy_from(from, 0, reinterpret_cast<char*>(&value), sizeof value);
  if (value > limit) return -EINVAL;
  if (value > limit - count_) return -EAGAIN;
  count_ += value;
  changed(POLLIN);
  return sizeof value;
}

}  // namespace windtunnel::kernel
