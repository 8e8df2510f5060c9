// ThreadExecutor: real threads for run_on_executor, so that a call that blocks does not hold up the loop.
#pragma once

#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/concurrent_future.hpp"
#include "runtime/posix/epoll_loop.hpp"

namespace tornado {

/// Some threads that do work for one loop, first in, first out. Used and destroyed on the loop's thread.
class ThreadExecutor {
 public:
  /// How much work may wait for a thread.
  static constexpr std::size_t most_waiting = 1'000'000;

  /// Throws std::system_error if the threads cannot be made, and std::invalid_argument for none.
  explicit ThreadExecutor(EpollLoop& loop, std::size_t threads = 4);
  ThreadExecutor(const ThreadExecutor&) = delete;
  ThreadExecutor& operator=(const ThreadExecutor&) = delete;
  /// Waits for the work that is under way. Work that has not begun is dropped, and its Future stays pending.
  ~ThreadExecutor();

  /// Does the work on one of the threads, and sets the Future in an I/O phase of the loop. The work shares
  /// nothing with the loop's thread: no Future, no stream. Throws std::length_error if too much is waiting.
  template <std::invocable Work>
  auto submit(Work work) {
    using Result = std::decay_t<std::invoke_result_t<Work&>>;
    const ConcurrentFuture<Result> future;
    add(std::make_unique<JobOf<Work, Result>>(std::move(work), future));
    return future;
  }

 private:
  // A piece of work. The loop's thread makes, settles and destroys it; another thread runs it in between.
  class Job {
   public:
    virtual ~Job() = default;
    virtual void run() noexcept = 0;
    virtual void settle() = 0;
  };

  template <class Work, class Result>
  class JobOf final : public Job {
   public:
    JobOf(Work work, ConcurrentFuture<Result> future) : work_(std::move(work)), future_(std::move(future)) {}

    void run() noexcept override {
      try {
        if constexpr (std::is_void_v<Result>) {
          work_();
        } else {
          result_.emplace(work_());
        }
      } catch (...) {
        error_ = std::current_exception();
      }
    }
    void settle() override {
      if (error_) return future_.set_exception(std::move(error_));
      if constexpr (std::is_void_v<Result>) {
        future_.set_result();
      } else {
        future_.set_result(std::move(*result_));
      }
    }

   private:
    Work work_;
    ConcurrentFuture<Result> future_;
    std::optional<typename Future<Result>::Stored> result_;
    std::exception_ptr error_;
  };

  struct Shared;

  void add(std::unique_ptr<Job> job);
  void stop();
  static void work(EpollLoop& loop, const std::shared_ptr<Shared>& shared);
  static void settle_next(Shared& shared);

  const std::shared_ptr<Shared> shared_;
  std::vector<std::thread> threads_;
};

}  // namespace tornado
