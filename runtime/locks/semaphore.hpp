// Semaphore and BoundedSemaphore: permits that are taken and given back (laws K8 to K12).
#pragma once

#include <exception>
#include <utility>

#include "runtime/io_loop.hpp"
#include "runtime/locks/basic_semaphore.hpp"

namespace tornado::locks {

class Permit;

/// Makes the Permits of a semaphore.
struct MakePermit {
  Permit operator()(const BasicSemaphore<Permit, MakePermit>& semaphore) const;
};

using Semaphore = BasicSemaphore<Permit, MakePermit>;
using BoundedSemaphore = BasicBoundedSemaphore<Permit, MakePermit>;

/// Says that a permit was taken. As in Tornado it gives nothing back by dying, so it may be dropped: the
/// semaphore's own release() does as well. A Future holds one that nobody took (law K11).
class Permit {
 public:
  explicit Permit(Semaphore semaphore) noexcept : semaphore_(std::move(semaphore)) {}

  /// Gives it back; the same as release() of the semaphore.
  void release() const { semaphore_.release(); }

 private:
  Semaphore semaphore_;
};

inline Permit MakePermit::operator()(const Semaphore& semaphore) const {
  return Permit(semaphore);
}

/// Gives a permit back at the end of its block:
///
///     auto permit = co_yield lock.acquire();
///     const ScopedPermit held(permit);
///
/// Its destructor throws SemaphoreReleasedError if the lock is free by then (law K9), unless an exception is
/// on its way already. A coroutine that dies with its loop leaves no block: there nothing is given back.
class [[nodiscard]] ScopedPermit {
 public:
  explicit ScopedPermit(Permit permit) : permit_(std::move(permit)) {}
  ScopedPermit(const ScopedPermit&) = delete;
  ScopedPermit& operator=(const ScopedPermit&) = delete;

  ~ScopedPermit() noexcept(false) {
    if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->closed()) return;
    try {
      permit_.release();
    } catch (const SemaphoreReleasedError&) {
      if (std::uncaught_exceptions() == exceptions_before_) throw;
    }
  }

 private:
  Permit permit_;
  int exceptions_before_ = std::uncaught_exceptions();
};

}  // namespace tornado::locks
