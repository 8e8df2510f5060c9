// The exceptions of semaphores and locks.
#pragma once

#include <stdexcept>

namespace tornado::locks {

/// A semaphore would have more permits than it may (law K10).
class SemaphoreReleasedError : public std::logic_error {
 public:
  SemaphoreReleasedError() : std::logic_error("Semaphore released too many times") {}
};

/// release() of a lock that is free (law K10).
class LockReleasedError : public std::logic_error {
 public:
  LockReleasedError() : std::logic_error("release unlocked lock") {}
};

}  // namespace tornado::locks
