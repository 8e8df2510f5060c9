#include "harness/kernel/timer_file.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "harness/kernel/kernel.hpp"
#include "harness/kernel/nanoseconds.hpp"

namespace windtunnel::kernel {

TimerFile::~TimerFile() {
  disarm();
}

itimerspec TimerFile::left() const {
  itimerspec spec{};
  spec.it_interval = to_timespec(interval_);
  // An armed timer that is due now has not expired yet: 0 would mean that it is not armed.
  if (armed_) spec.it_value = to_timespec(std::max<std::int64_t>(at_ - nanoseconds_of(kernel_.now()), 1));
  return spec;
}

Result TimerFile::set(int flags, const itimerspec& to, itimerspec* before) {
  if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) != 0 || !is_valid(to.it_value) ||
      !is_valid(to.it_interval))
    return -EINVAL;
  if (before != nullptr) *before = left();
  disarm();
  expirations_ = 0;
  interval_ = nanoseconds_of(to.it_interval);
  const std::int64_t value = nanoseconds_of(to.it_value);
  if (value == 0) return 0;
  const std::int64_t now = nanoseconds_of(kernel_.now());
  at_ = (flags & TFD_TIMER_ABSTIME) != 0 ? run_time_of(value, clock_) : sum_of(now, value);
  if (at_ > now) {
    arm();
  } else {
    expire();
  }
  return 0;
}

void TimerFile::arm() {
  armed_ = true;
  entry_ = kernel_.agenda().add(time_of(at_), [this] { expire(); });
}

void TimerFile::disarm() noexcept {
  if (std::exchange(armed_, false)) kernel_.agenda().remove(entry_);
}

void TimerFile::expire() {
  armed_ = false;
  const std::int64_t now = nanoseconds_of(kernel_.now());
  const std::int64_t missed = interval_ > 0 ? std::max<std::int64_t>(now - at_, 0) / interval_ : 0;
  expirations_ += static_cast<std::uint64_t>(missed) + 1;
  if (interval_ > 0) {
    at_ += (missed + 1) * interval_;
    arm();
  }
  changed(POLLIN);
}

Result TimerFile::read(std::span<const iovec> to) {
  if (size_of(to) < sizeof expirations_) return -EINVAL;
  if (expirations_ == 0) return -EAGAIN;
  copy_to(to, 0, reinterpret_cast<const char*>(&expirations_), sizeof expirations_);
  expirations_ = 0;
  return sizeof expirations_;
}

}  // namespace windtunnel::kernel
