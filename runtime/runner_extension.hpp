// RunnerExtension: the hook by which yield points attach to the core. After a coroutine has yielded one, its
// Runner lets the extension arrange how it waits, and tells it how the coroutine ends. Without an extension
// this costs a branch.
#pragma once

#include <cstdint>

namespace tornado {

class FutureCell;

/// The interface. Reference-counted, of one thread: it may outlive the Runner.
class RunnerExtension {
 public:
  RunnerExtension(const RunnerExtension&) = delete;
  RunnerExtension& operator=(const RunnerExtension&) = delete;

  /// Schedules Runner::resume_with() one hop after `awaited` is done.
  virtual void wait_for(FutureCell& awaited) = 0;

  /// The coroutine has ended and its frame is being destroyed: nothing may resume it any more.
  virtual void end() noexcept = 0;

  /// The coroutine has returned, never having seen an exception; its Future is not set yet. An exception from
  /// here goes to the code that ran the coroutine, and then the Future is never set (law R13).
  virtual void check_return() = 0;

  /// The coroutine's Future is set.
  virtual void deactivate() = 0;

  /// The loop is destroying the frame of a coroutine that never ended.
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
