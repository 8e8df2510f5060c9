// Threads that share numbered work.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/check/work_share.hpp"

namespace windtunnel {

/// What the threads share, and the threads.
class Crew : public WorkShare {
 public:
  using WorkShare::WorkShare;

  /// Runs `jobs` threads, each of which calls `work` once, and `on_tick`, if given, several times a second
  /// from this one. Throws what a thread threw, or std::system_error if there are not enough.
  void run(unsigned jobs, const std::function<void()>& work, const std::function<void()>& on_tick) {
    working_ = std::max(1U, jobs);
    {
      std::vector<std::jthread> threads;
      try {
        for (unsigned left = working_; left > 0; --left) threads.emplace_back([&] { guarded(work); });
      } catch (...) {
        stop();  // for those that work already
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
  void guarded(const std::function<void()>& work) noexcept {
    try {
      work();
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stop();
    }
    --working_;
  }

  std::atomic<unsigned> working_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace windtunnel
