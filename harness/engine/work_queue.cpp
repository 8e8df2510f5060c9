#include "harness/engine/work_queue.hpp"

#include <cassert>
#include <cerrno>
#include <system_error>

namespace windtunnel::engine {

namespace {

class Lock {
 public:
  explicit Lock(pthread_mutex_t& mutex) : mutex_(mutex) {
    // A process that was ended from outside leaves nothing half done that matters.
    if (pthread_mutex_lock(&mutex_) == EOWNERDEAD) pthread_mutex_consistent(&mutex_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t& mutex_;
};

void must_work(int error) {
  if (error != 0) throw std::system_error(error, std::generic_category(), "processes cannot share a lock");
}

}  // namespace

WorkQueue::WorkQueue(const QueueLimits& limits, unsigned workers, std::uint64_t lanes)
    : limits_(limits), lanes_(lanes), workers_(workers) {
  assert(workers > 0);
  if (limits.items) end_ = *limits.items;
  pthread_mutexattr_t mutex;
  must_work(pthread_mutexattr_init(&mutex));
  must_work(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED));
  must_work(pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST));
  must_work(pthread_mutex_init(&mutex_, &mutex));
  pthread_condattr_t condition;
  must_work(pthread_condattr_init(&condition));
  must_work(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED));
  must_work(pthread_cond_init(&begun_, &condition));
}

bool WorkQueue::is_over() const {
  if (stopped_ || interrupted()) return true;
  return limits_.time && next_ > 0 && seconds() >= limits_.time->count();
}

std::optional<std::uint64_t> WorkQueue::take() {
  assert(lanes_ == 0);
  if (is_over()) return std::nullopt;
  const std::uint64_t item = next_.fetch_add(1);
  if (item >= end_) return std::nullopt;
  return item;
}

std::optional<std::uint64_t> WorkQueue::next_round() {
  assert(lanes_ > 0);
  const Lock lock(mutex_);
  const std::uint64_t before = rounds_begun_;
  ++waiting_;
  begin_round_if_complete();
  while (before == rounds_begun_) pthread_cond_wait(&begun_, &mutex_);
  return round_;
}

void WorkQueue::leave() {
  const Lock lock(mutex_);
  assert(workers_ > 0);
  --workers_;
  if (workers_ > 0) begin_round_if_complete();
}

void WorkQueue::begin_round_if_complete() {
  // One that was ended while it waited is still counted.
  if (waiting_ < workers_) return;
  const bool over = is_over() || next_ * lanes_ >= end_;
  round_ = over ? std::nullopt : std::optional<std::uint64_t>(next_++);
  waiting_ = 0;
  ++rounds_begun_;
  pthread_cond_broadcast(&begun_);
}

void WorkQueue::end_with(std::uint64_t item) {
  std::uint64_t end = end_;
  while (item < end && !end_.compare_exchange_weak(end, item + 1)) {
  }
}

}  // namespace windtunnel::engine
