// A gate that processes pass together, round by round: each waits for the others, and nobody waits for one
// that has died.
#pragma once

#include <concepts>
#include <pthread.h>

namespace windtunnel {

/// Lives in SharedMemory. A process must not die between its coming and its going on.
class Gate {
 public:
  /// For so many processes.
  explicit Gate(unsigned processes);

  /// Waits until all are here. The last one to come calls `decide`, before any goes on.
  template <std::invocable Decide>
  void pass(Decide decide) {
    const Lock lock(mutex_);
    const unsigned round = round_;
    ++here_;
    open_if_complete(decide);
    while (round == round_) pthread_cond_wait(&opened_, &mutex_);
  }

  /// One process will not come any more; it is not here now.
  template <std::invocable Decide>
  void leave_out_one(Decide decide) {
    const Lock lock(mutex_);
    --processes_;
    if (processes_ > 0) open_if_complete(decide);
  }

 private:
  class Lock {
   public:
    explicit Lock(pthread_mutex_t& mutex) : mutex_(mutex) { pthread_mutex_lock(&mutex_); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { pthread_mutex_unlock(&mutex_); }

   private:
    pthread_mutex_t& mutex_;
  };

  template <class Decide>
  void open_if_complete(Decide& decide) {
    if (here_ != processes_) return;
    decide();
    here_ = 0;
    ++round_;
    pthread_cond_broadcast(&opened_);
  }

  pthread_mutex_t mutex_;
  pthread_cond_t opened_;
  unsigned processes_;
  unsigned here_ = 0;
  unsigned round_ = 0;
};

}  // namespace windtunnel
