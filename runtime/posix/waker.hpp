// Waker: ends the wait of a loop, from another thread or from a signal handler.
#pragma once

#include "runtime/posix/descriptor.hpp"

namespace tornado {

/// An eventfd that the loop waits for along with its other descriptors.
class Waker {
 public:
  /// Throws std::system_error if there is no descriptor left.
  Waker();

  int fd() const noexcept { return event_.get(); }

  /// Makes the descriptor ready. On any thread and in signal handlers; keeps errno.
  void wake() const noexcept { wake(event_.get()); }
  /// The same for the descriptor of a Waker, which a signal handler may have kept.
  static void wake(int fd) noexcept;

  /// Makes it not ready.
  void consume() const noexcept;

 private:
  Descriptor event_;
};

}  // namespace tornado
