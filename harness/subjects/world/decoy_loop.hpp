// DecoyLoop: a second IOLoop, made current while a subject runs. Code that uses IOLoop::current() where it
// should use its own loop disturbs the decoy's pending work, which the destructor asserts is intact.
#pragma once

#include <memory>

namespace windtunnel {

/// Has a callback and a timer pending while it lives, and is the thread's current loop until a subject makes
/// its own current.
class DecoyLoop {
 public:
  DecoyLoop();
  DecoyLoop(const DecoyLoop&) = delete;
  DecoyLoop& operator=(const DecoyLoop&) = delete;
  ~DecoyLoop();

 private:
  struct Pending;
  std::unique_ptr<Pending> pending_;
};

}  // namespace windtunnel
