// Lock: one holder at a time (laws K8 to K12).
#pragma once

#include "runtime/locks/semaphore.hpp"

namespace tornado::locks {

/// A shared handle: copies are the same lock. It is free at first. It is a bounded semaphore with one permit;
/// the result of an acquire is a Permit that `MakePermit` makes.
template <class Permit, class MakePermit>
class BasicLock {
 public:
  /// Done at once if the lock is free, otherwise when the holder releases it. Fails with TimeoutError("") at
  /// the deadline; a deadline of 0 means no deadline (law K5).
  Future<Permit> acquire(Deadline deadline = {}) const { return block_.acquire(deadline); }

  /// Hands the lock to the longest-waiting waiter, or frees it. Throws LockReleasedError if it is free.
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
