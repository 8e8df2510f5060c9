// RunnerExtension: the hook by which yield points attach to the core. A Runner whose coroutine has yielded
// one lets its extension arrange how the coroutine waits and tells it how the coroutine ends; without one it
// pays a branch.
#pragma once

#include <cstdint>

namespace tornado {

class FutureCell;

/// What a Runner asks and tells. Counted, of one thread: it may outlive the Runner.
class RunnerExtension {
 public:
  RunnerExtension(const RunnerExtension&) = delete;
  RunnerExtension& operator=(const RunnerExtension&) = delete;

  /// Arranges for Runner::resume_with() one hop after `awaited` is done.
  virtual void wait_for(FutureCell& awaited) = 0;

  /// The coroutine has ended, and its frame is going: nothing may resume it any more.
  virtual void end() noexcept = 0;

  /// The coroutine returned without an exception ever; its Future is not set yet. What this throws goes to
  /// whoever ran it, and then the Future is never set (law R13).
  virtual void check_return() = 0;

  /// The coroutine's Future is set.
  virtual void deactivate() = 0;

  /// The loop destroys the frame of a coroutine that never ended.
  virtual void abandon() noexcept = 0;

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) destroy();
  }

 protected:
  RunnerExtension() = default;
  virtual ~RunnerExtension() = default;

 private:
  /// Destroys the extension and frees its memory.
  virtual void destroy() noexcept = 0;

  std::uint32_t references_ = 0;
};

}  // namespace tornado
