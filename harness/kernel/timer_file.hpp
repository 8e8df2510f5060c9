// TimerFile: a timerfd. It expires at a virtual time, once or again and again, and is readable then.
#pragma once

#include <ctime>
#include <sys/timerfd.h>

#include "harness/kernel/file.hpp"
#include "runtime/clock.hpp"

namespace windtunnel::kernel {

/// The timer.
class TimerFile final : public File {
 public:
  /// `clock` is CLOCK_MONOTONIC or CLOCK_REALTIME: whose times an absolute setting means.
  TimerFile(Kernel& kernel, clockid_t clock) noexcept
      : File(FileKind::timer), kernel_(kernel), clock_(clock) {}
  ~TimerFile() override;

  Result set(int flags, const itimerspec& to, itimerspec* before);
  itimerspec left() const;

  std::uint32_t readiness() const override { return expirations_ > 0 ? std::uint32_t{POLLIN} : 0U; }
  Result read(std::span<const iovec> to) override;
  void last_close() override { disarm(); }
  std::string words() const override { return "a timerfd"; }

 private:
  void arm();
  void disarm() noexcept;
  void expire();

  Kernel& kernel_;
  clockid_t clock_;
  bool armed_ = false;
  std::int64_t at_ = 0;        // nanoseconds since the run began
  std::int64_t interval_ = 0;  // nanoseconds; 0: once
  std::uint64_t entry_ = 0;    // in the agenda
  std::uint64_t expirations_ = 0;
};

}  // namespace windtunnel::kernel
