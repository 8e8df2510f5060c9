// LoopBeside: a second loop that is current and has work of its own while a subject runs: whoever takes it
// for his own loop is found out.
#pragma once

#include <memory>

namespace windtunnel {

/// Alive, and the thread's current loop where nobody made another so; its callbacks and timers are still
/// there at the end, which the destructor asserts.
class LoopBeside {
 public:
  LoopBeside();
  LoopBeside(const LoopBeside&) = delete;
  LoopBeside& operator=(const LoopBeside&) = delete;
  ~LoopBeside();

 private:
  struct Other;
  std::unique_ptr<Other> other_;
};

}  // namespace windtunnel
