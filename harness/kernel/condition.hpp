// Condition variables, futexes and semaphores of a run: who waits for which, and who wakes whom.
#pragma once

#include <cstdint>
#include <list>
#include <pthread.h>
#include <semaphore.h>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/clock.hpp"

namespace windtunnel::kernel {

class Kernel;
class Thread;

/// Places in memory at which threads wait until others notify them.
class Notified {
 public:
  /// One thread that waits. It lives on the stack of that thread.
  struct Waiter {
    const void* at;
    std::uint64_t after;  ///< how many notifications came before it waited
    bool notified = false;
  };

  void add(Waiter& waiter, Kernel& kernel, std::string_view kind);
  void remove(Waiter& waiter);
  /// Wakes that many of those that wait there; which ones is a choice if not all. Gives how many.
  std::uint32_t notify(Kernel& kernel, const void* at, std::uint32_t most, std::string_view kind);
  /// What is there is destroyed, or new.
  void forget(const void* at) { places_.erase(at); }

  /// "condition variable 1, which main notified last, before this wait".
  std::string words(const Kernel& kernel, const Waiter& waiter) const;
  std::uint32_t object(const void* at) const;

 private:
  struct Place {
    std::uint32_t object = 0;
    std::uint64_t notifications = 0;
    std::string last;         // who notified last
    std::uint32_t woken = 0;  // how many by that
  };

  Place& place(Kernel& kernel, const void* at, std::string_view kind);

  std::unordered_map<const void*, Place> places_;  // only looked up
  std::list<Waiter*> waiters_;                     // in the order in which they began to wait
};

/// pthread_cond_wait() and its kin: 0, or ETIMEDOUT at the deadline.
int wait_for_condition(Kernel& kernel, pthread_cond_t& condition, pthread_mutex_t& mutex,
                       tornado::Time deadline, std::string_view call);
void notify_condition(Kernel& kernel, pthread_cond_t& condition, bool all, std::string_view call);

/// futex(2), the operations that wait and wake; a negative errno is an error.
long wait_for_futex(Kernel& kernel, const std::uint32_t* word, std::uint32_t value, tornado::Time deadline);
long wake_futex(Kernel& kernel, const std::uint32_t* word, std::uint32_t most);

/// sem_wait() and its kin: 0, EAGAIN (a deadline of `Threads::past`), or ETIMEDOUT.
int wait_for_semaphore(Kernel& kernel, sem_t& semaphore, tornado::Time deadline, std::string_view call);
int post_semaphore(Kernel& kernel, sem_t& semaphore);

}  // namespace windtunnel::kernel
