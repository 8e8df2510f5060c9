// SignalHandler: runs a function of the loop when the process gets a signal, such as SIGTERM.
#pragma once

#include "runtime/io_loop.hpp"

namespace tornado {

/// Handles one signal as long as it lives, in place of what the process did with it before. `fn()` runs in an
/// I/O phase of the loop, where it may do anything, unlike a handler of sigaction(). Signals that come before
/// it runs are one.
class SignalHandler {
 public:
  /// Throws std::logic_error if the signal has a SignalHandler already, and std::system_error if it cannot be
  /// handled, as SIGKILL. Made and destroyed on the loop's thread; the loop must outlive it.
  SignalHandler(IOLoop& loop, int signal, Callback fn);
  SignalHandler(const SignalHandler&) = delete;
  SignalHandler& operator=(const SignalHandler&) = delete;
  ~SignalHandler();

 private:
  IOLoop& loop_;
  const int signal_;
};

}  // namespace tornado
