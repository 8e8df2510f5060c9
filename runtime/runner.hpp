// Runner drives one coroutine: hands it the result of what it yielded or throws into it, one hop after what
// it waits for is done, and settles its Future once its frame is gone (laws R1 to R15). It is the untyped
// part of every coroutine's promise.
#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>

#include "runtime/future_cell.hpp"
#include "runtime/io_loop.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/suspended_frames.hpp"

namespace tornado {

/// The machinery of one coroutine call, living in its frame. Eager: the body runs in the caller up to the
/// first yield that has to wait (law G1). From then on the loop that was current there resumes it (law R15)
/// and owns the frame.
class Runner : public SuspendedFrame {
 public:
  static void* operator new(std::size_t size) { return pool_allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { pool_deallocate(frame, size); }

  std::suspend_never initial_suspend() const noexcept { return {}; }

  /// Ends the frame, then settles the Future: locals and parameters are gone before anybody can see the
  /// result.
  class FinalAwaiter {
   public:
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) const noexcept {
      handle.promise().finish();
    }
    void await_resume() const noexcept {}
  };
  FinalAwaiter final_suspend() const noexcept { return {}; }

  /// Keeps an exception for the Future; a BaseException goes to whoever runs the coroutine (law G4).
  void unhandled_exception();

  /// Resumes it. Called by the loop, one hop after what it waited for was done.
  void run();

  /// Destroys the frame of a coroutine that never finished. Called by its loop.
  void destroy() noexcept;

  /// Notes that it goes on with a Future that is done already, without a hop (law R1).
  void note_ready(FutureCell& awaited) {
    if (task_ != 0)
      IOLoop::current().note(EventKind::task_yield, task_, awaited.id(),
                             static_cast<std::uint8_t>(YieldKind::ready));
  }

  /// Arranges for run() one hop after `awaited` is done (laws R2, R3).
  void wait_for(FutureCell& awaited);

  /// Arranges for run() one hop from now, behind what is queued already (law R3).
  void wait_one_hop(std::uint32_t moment_id = 0);

 protected:
  Runner(std::coroutine_handle<> handle, FutureCell& result);
  ~Runner() = default;

  /// The body returned; its result is staged in the cell.
  void returned() noexcept { outcome_ = FutureCell::State::ready; }

 private:
  // Where run() learns that the coroutine ended inside it; it is on run()'s stack, since the frame is gone by
  // then.
  struct Ending {
    Ref<FutureCell> result;
    FutureCell::State outcome = FutureCell::State::pending;
    std::exception_ptr error;
    std::exception_ptr interrupt;
    std::uint32_t task = 0;
    bool ended = false;
  };

  IOLoop& join_loop();
  void finish() noexcept;
  static void settle(Ending& ending);

  std::coroutine_handle<> handle_;
  Ref<FutureCell> result_;
  IOLoop* loop_ = nullptr;         // once it has suspended
  Ending* ending_ = nullptr;       // while run() is on the stack
  FutureCell* awaited_ = nullptr;  // kept alive by the awaiter in the frame; null for a moment
  std::exception_ptr error_;
  std::uint32_t task_ = 0;
  FutureCell::State outcome_ = FutureCell::State::pending;
  bool interrupted_ = false;
};

}  // namespace tornado
