// Numbered work that several workers share, be they threads or processes: each takes the next batch of
// numbers until there are no more, the time is over, or somebody says that nothing behind some number
// matters. So all numbers up to the last are worked on, whoever does which.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace windtunnel {

/// When the work ends: after so many numbers or so much time, whichever is given and comes first, or when
/// `interrupted` becomes true. Time is looked at between batches.
struct CrewLimits {
  std::optional<std::uint64_t> count;
  std::optional<std::chrono::duration<double>> time;
  const std::atomic<bool>* interrupted = nullptr;
};

/// What the workers share. It holds no address but that of `interrupted`, which a worker that is a process
/// sees as it was: there, stop() says so.
class WorkShare {
 public:
  struct Batch {
    std::uint64_t first;
    std::uint64_t end;
  };

  WorkShare(const CrewLimits& limits, std::uint64_t batch)
      : limits_(limits), batch_(batch), start_(Clock::now()) {
    if (limits.count) end_ = *limits.count;
  }

  /// The next batch for the calling worker; none if its work is over. The first batch of all is given out
  /// however short the time.
  std::optional<Batch> next() {
    if (is_over()) return std::nullopt;
    const std::uint64_t first = next_.fetch_add(batch_);
    const std::uint64_t end = end_;
    if (first >= end) return std::nullopt;
    return Batch{first, first + std::min(batch_, end - first)};
  }

  /// From now on only numbers up to that one matter.
  void end_with(std::uint64_t last) {
    std::uint64_t end = end_;
    while (last < end && !end_.compare_exchange_weak(end, last + 1)) {
    }
  }

  /// From now on there is no next batch; those given out are worked on to their ends.
  void stop() { stopped_ = true; }

  /// The first number that does not matter any more.
  std::uint64_t end() const { return end_; }

  bool interrupted() const { return limits_.interrupted != nullptr && *limits_.interrupted; }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_over() const {
    if (stopped_ || interrupted()) return true;
    return limits_.time && next_ > 0 && seconds() >= limits_.time->count();
  }

  const CrewLimits limits_;
  const std::uint64_t batch_;
  const Clock::time_point start_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> end_{std::numeric_limits<std::uint64_t>::max()};
  std::atomic<bool> stopped_{false};
};

}  // namespace windtunnel
