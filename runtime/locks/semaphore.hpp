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

/// Shows that a permit was taken. As in Tornado, its destructor gives nothing back, so it may be dropped and
/// the semaphore's own release() used instead. A Future keeps a permit that nobody took (law K11).
class Permit {
 public:
  explicit Permit(Semaphore semaphore) noexcept : semaphore_(std::move(semaphore)) {}

  /// Gives the permit back, as release() of the semaphore does.
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
/// The destructor throws SemaphoreReleasedError if the lock is free by then (law K9), unless it runs because
/// of an exception. A coroutine destroyed with its loop does not leave its blocks: nothing is given back
/// then.
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
