// PeriodicCallback: runs something every so often, on a fixed grid of times, skipping what it missed (laws
// L22, L23).
#pragma once

#include <memory>

#include "runtime/io_loop.hpp"

namespace tornado {

/// A periodic callback of the loop that was current when it was made, which must outlive it. Destroying it
/// stops it.
class PeriodicCallback {
 public:
  /// Throws std::invalid_argument if `period` is not positive. A yieldable that `fn` returns is watched (law
  /// L11).
  template <class Function>
  PeriodicCallback(Function fn, Duration period)
      : PeriodicCallback(IOLoop::watched(std::move(fn)), period, 0) {}

  PeriodicCallback(PeriodicCallback&&) noexcept = default;
  PeriodicCallback& operator=(PeriodicCallback&& other) noexcept;
  ~PeriodicCallback();

  /// The first run is a period from now. Called twice without stop() it starts a second chain, as in the
  /// original.
  void start();

  /// No run after this one.
  void stop();

  bool is_running() const;

 private:
  class State;
  PeriodicCallback(Callback callback, Duration period, int);

  std::shared_ptr<State> state_;
};

}  // namespace tornado
