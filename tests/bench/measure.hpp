// Ratios on a noisy machine: both sides are measured alternately within one benchmark, and each side's best
// round counts.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>
#include <time.h>

namespace windtunnel::bench {

/// The processor time of this process so far, the system's part included.
struct ProcessorTime {
  static std::chrono::nanoseconds now() {
    timespec read{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &read);
    return std::chrono::seconds(read.tv_sec) + std::chrono::nanoseconds(read.tv_nsec);
  }
};

/// The best time of one side so far, in nanoseconds per operation. On a machine that others use too, the
/// processor time says more about work that goes into the kernel.
template <class Clock>
class BestBy {
 public:
  /// Times `work()`, which does `operations` operations, and returns the seconds that it took.
  template <class Work>
  double measure(double operations, Work&& work) {
    auto begin = Clock::now();
    work();
    std::chrono::duration<double> took = Clock::now() - begin;
    nanoseconds_ = std::min(nanoseconds_, took.count() * 1e9 / operations);
    return took.count();
  }

  double nanoseconds() const { return nanoseconds_; }

 private:
  double nanoseconds_ = std::numeric_limits<double>::infinity();
};

using Best = BestBy<std::chrono::steady_clock>;

}  // namespace windtunnel::bench
