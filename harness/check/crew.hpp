// Threads that share numbered work. Each takes the next batch of numbers until there are no more, the time is
// over, or somebody says that nothing behind some number matters; so all numbers up to the last are worked
// on, whoever does which.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace windtunnel {

/// When the work ends: after so many numbers or so much time, whichever is given and comes first, or when
/// `interrupted` becomes true. Time is looked at between batches.
struct CrewLimits {
  std::optional<std::uint64_t> count;
  std::optional<std::chrono::duration<double>> time;
  const std::atomic<bool>* interrupted = nullptr;
};

/// What the threads share.
class Crew {
 public:
  struct Batch {
    std::uint64_t first;
    std::uint64_t end;
  };

  Crew(const CrewLimits& limits, std::uint64_t batch) : limits_(limits), batch_(batch), start_(Clock::now()) {
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

  bool interrupted() const { return limits_.interrupted != nullptr && *limits_.interrupted; }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  /// Runs `jobs` threads, each of which calls `work` once, and `on_tick`, if given, several times a second
  /// from this one. Throws what a thread threw, or std::system_error if there are not enough.
  void run(unsigned jobs, const std::function<void()>& work, const std::function<void()>& on_tick) {
    working_ = std::max(1U, jobs);
    {
      std::vector<std::jthread> threads;
      try {
        for (unsigned left = working_; left > 0; --left) threads.emplace_back([&] { guarded(work); });
      } catch (...) {
        end_ = 0;  // for those that work already
        throw;
      }
      while (on_tick && working_ > 0) {
        on_tick();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    }
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_over() const {
    if (interrupted()) return true;
    return limits_.time && next_ > 0 && seconds() >= limits_.time->count();
  }

  void guarded(const std::function<void()>& work) noexcept {
    try {
      work();
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      end_ = 0;
    }
    --working_;
  }

  const CrewLimits limits_;
  const std::uint64_t batch_;
  const Clock::time_point start_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> end_{std::numeric_limits<std::uint64_t>::max()};
  std::atomic<unsigned> working_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace windtunnel
