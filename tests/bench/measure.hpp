// Ratios on a noisy machine: both sides are measured alternately within one benchmark, and each side's best
// round counts.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

namespace windtunnel::bench {

/// The best time of one side so far, in nanoseconds per operation.
class Best {
 public:
  /// Times `work()`, which does `operations` operations, and returns the seconds that it took.
  template <class Work>
  double measure(double operations, Work&& work) {
    auto begin = std::chrono::steady_clock::now();
    work();
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    nanoseconds_ = std::min(nanoseconds_, took.count() * 1e9 / operations);
    return took.count();
  }

  double nanoseconds() const { return nanoseconds_; }

 private:
  double nanoseconds_ = std::numeric_limits<double>::infinity();
};

}  // namespace windtunnel::bench
