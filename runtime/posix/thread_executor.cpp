#include "runtime/posix/thread_executor.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>

namespace tornado {

struct ThreadExecutor::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::unique_ptr<Job>> waiting;
  std::deque<std::unique_ptr<Job>> done;  // by a thread, and not settled yet
  bool stopping = false;
};

ThreadExecutor::ThreadExecutor(EpollLoop& loop, std::size_t threads) : shared_(std::make_shared<Shared>()) {
  if (threads == 0) throw std::invalid_argument("an executor needs a thread");
  try {
    for (; threads > 0; --threads) {
      threads_.emplace_back([&loop, shared = shared_] { work(loop, shared); });
    }
  } catch (...) {
    stop();
    throw;
  }
}

ThreadExecutor::~ThreadExecutor() {
  stop();
}

void ThreadExecutor::stop() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopping = true;
  }
  shared_->changed.notify_all();
  for (std::thread& thread : threads_) thread.join();
  shared_->waiting.clear();
  shared_->done.clear();
}

void ThreadExecutor::add(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->waiting.size() >= most_waiting) {
      throw std::length_error("an executor has " + std::to_string(most_waiting) + " pieces of work waiting");
    }
    shared_->waiting.push_back(std::move(job));
  }
  shared_->changed.notify_one();
}

void ThreadExecutor::work(EpollLoop& loop, const std::shared_ptr<Shared>& shared) {
  for (;;) {
    std::unique_ptr<Job> job;
    {
      std::unique_lock lock(shared->mutex);
      shared->changed.wait(lock, [&] { return shared->stopping || !shared->waiting.empty(); });
      if (shared->stopping) return;
      job = std::move(shared->waiting.front());
      shared->waiting.pop_front();
    }
    job->run();
    {
      const std::lock_guard lock(shared->mutex);
      shared->done.push_back(std::move(job));
    }
    loop.post([shared] { settle_next(*shared); });
  }
}

void ThreadExecutor::settle_next(Shared& shared) {
  std::unique_ptr<Job> job;
  {
    const std::lock_guard lock(shared.mutex);
    if (shared.done.empty()) return;  // the executor is gone
    job = std::move(shared.done.front());
    shared.done.pop_front();
  }
  job->settle();
}

}  // namespace tornado
