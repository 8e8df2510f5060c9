// Lock: one holder at a time (laws K8 to K12).
#pragma once

#include "runtime/locks/semaphore.hpp"

namespace tornado::locks {

/// A shared handle: copies are the same lock. Free at first. The result of an acquire is a Permit, as
/// `MakePermit` makes it of the bounded semaphore that the lock is.
template <class Permit, class MakePermit>
class BasicLock {
 public:
  /// Done at once if it is free, else when the holder releases it; fails with TimeoutError("") at the
  /// deadline. A deadline of 0 is none (law K5).
  Future<Permit> acquire(Deadline deadline = {}) const { return block_.acquire(deadline); }

  /// Hands it to the longest waiter, or frees it. Throws LockReleasedError if it is free.
  void release() const {
    if (!block_.may_release()) throw LockReleasedError();
    block_.release();
  }

  /// Whether both are the same lock.
  bool operator==(const BasicLock&) const = default;

 private:
  BasicBoundedSemaphore<Permit, MakePermit> block_;
};

using Lock = BasicLock<Permit, MakePermit>;

}  // namespace tornado::locks
