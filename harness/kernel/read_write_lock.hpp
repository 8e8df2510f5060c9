// Read-write locks of a run. A lock's place in the table stands in fields of the pthread_rwlock_t that the C
// library does not use, so that a new lock at the same address is another one.
#pragma once

#include <cstdint>
#include <deque>
#include <pthread.h>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"

namespace windtunnel::kernel {

class Kernel;
class Thread;

/// The table.
class ReadWriteLocks {
 public:
  struct Lock {
    std::uint32_t object = 0;
    const Thread* writer = nullptr;
    std::vector<const Thread*> readers;
  };

  Lock& lock_of(Kernel& kernel, pthread_rwlock_t& lock);

 private:
  std::deque<Lock> locks_;
};

/// pthread_rwlock_rdlock() and its kin: 0, EBUSY (a deadline of `Threads::past`), ETIMEDOUT or EDEADLK.
int lock_to_read(Kernel& kernel, pthread_rwlock_t& lock, tornado::Time deadline, std::string_view call);
int lock_to_write(Kernel& kernel, pthread_rwlock_t& lock, tornado::Time deadline, std::string_view call);
/// Gives 0, or EPERM if the thread does not have the lock.
int unlock_read_write(Kernel& kernel, pthread_rwlock_t& lock);

}  // namespace windtunnel::kernel
