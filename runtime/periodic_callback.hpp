// PeriodicCallback: runs a callback periodically, on a fixed grid of times, and skips the times that it
// missed (laws L22, L23).
#pragma once

#include <memory>

#include "runtime/io_loop.hpp"

namespace tornado {

/// A periodic callback of the loop that was current when it was made; the loop must outlive it. Its
/// destructor stops it.
class PeriodicCallback {
 public:
  /// Throws std::invalid_argument if `period` is not positive. If `fn` returns a yieldable, it is watched
  /// (law L11).
  template <class Function>
  PeriodicCallback(Function fn, Duration period)
      : PeriodicCallback(IOLoop::watched(std::move(fn)), period, 0) {}

  PeriodicCallback(PeriodicCallback&&) noexcept = default;
  PeriodicCallback& operator=(PeriodicCallback&& other) noexcept;
  ~PeriodicCallback();

  /// Starts; the first run is one period from now. Calling it twice without stop() starts a second chain, as
  /// in the original.
  void start();

  /// Stops: there are no more runs.
  void stop();

  bool is_running() const;

 private:
  class State;
  PeriodicCallback(Callback callback, Duration period, int);

  std::shared_ptr<State> state_;
};

}  // namespace tornado
