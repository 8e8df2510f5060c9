// Runner: drives one coroutine. One hop after what the coroutine waits for is done, it passes the result in
// or throws the exception in; when the frame is gone, it settles the coroutine's Future (laws R1 to R15). It
// is the untyped part of every coroutine's promise.
#pragma once

#include <cassert>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <source_location>
#include <utility>

#include "runtime/abandoned_frames.hpp"
#include "runtime/contexts.hpp"
#include "runtime/current_task.hpp"
#include "runtime/future_cell.hpp"
#include "runtime/io_loop.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/runner_extension.hpp"
#include "runtime/suspended_frames.hpp"

namespace tornado {

/// Handles a yield: returns the Future to wait for. BadYieldError becomes that Future's exception.
using Yielded = UniqueFunction<Ref<FutureCell>(Runner&)>;

/// The state of one coroutine call; it lives in the frame. Eager: the body runs in the caller up to the first
/// yield that must wait (law G1). From then on, the loop that was current at the first yield (law R15)
/// resumes the coroutine and owns the frame.
class Runner : public SuspendedFrame {
 public:
  static void* operator new(std::size_t size) { return pool_allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept {
    if (!AbandonedFrames::take(frame, size)) pool_deallocate(frame, size);
  }

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

  /// Stores an exception for the Future; a BaseException goes to the code that runs the coroutine (law G4).
  void unhandled_exception();

  /// Whether the contexts at this yield are those with which the step began. If so, the yield is handled
  /// normally.
  bool in_step() const noexcept { return step_ == CurrentContexts::serial() && displaced_ == nullptr; }

  /// Otherwise, returns the Future to wait for instead. It is a failed one, so that its
  /// StackContextInconsistentError is thrown into the coroutine. If that was thrown at the previous yield
  /// already and the coroutine continued, it is what was yielded there (laws G7, R9).
  Ref<FutureCell> yield_out_of_step(Yielded yielded);

  /// The Future for `yielded`.
  Ref<FutureCell> handle(Yielded& yielded);

  /// Continues with a Future that is done already, without a hop (law R1).
  void go_on_with(FutureCell& awaited) {
    if (loop_ == nullptr) loop_ = IOLoop::current_or_null();
    if (task_ != 0) note_yield(awaited.id(), YieldKind::ready);
  }

  /// Whether it continues with a result that is there already, without a hop, and nobody is to be told.
  bool goes_on_unseen() const noexcept { return loop_ != nullptr && task_ == 0 && in_step(); }

  /// Notes that an exception is thrown into the coroutine at its yield.
  void note_thrown() noexcept {
    if (!std::exchange(thrown_by_runner_, false)) had_exception_ = true;
  }

  /// Schedules a resumption one hop after `awaited` is done (laws R2, R3), and holds it until take_awaited().
  void wait_for(FutureCell& awaited);
  Ref<FutureCell> take_awaited() noexcept { return std::move(awaited_); }

  /// Holds what a yield waits for, or continues with, in place of what is yielded; until take_awaited().
  FutureCell& hold(Ref<FutureCell> awaited) noexcept {
    awaited_ = std::move(awaited);
    return *awaited_;
  }
  FutureCell* held() const noexcept { return awaited_.get(); }

  /// Schedules a resumption one hop from now, after everything that is queued already (law R3).
  void hop() { wait_one_hop(0); }

  /// Suspends the coroutine until somebody calls resume_with(), inside the loop: for awaiters that wait for
  /// something other than a Future.
  void suspend() {
    if (!suspended_) suspend_first();
    if (!CurrentContexts::initial()) contexts_ = CapturedContexts::capture();
    if (task_ != 0) note_yield(0, YieldKind::waiting);
  }

  /// The extension that arranges how the coroutine waits; null if the Runner does it.
  RunnerExtension* extension() const noexcept { return extension_.get(); }
  /// Lets `extension` do that from now on. Call it at most once, while the coroutine runs.
  void extend(Ref<RunnerExtension> extension);

  /// The loop that resumes the coroutine from its first yield on: the loop that is current there. Throws
  /// std::runtime_error if there is none.
  IOLoop& adopt_loop();

  /// The number that observers see; 0 if no observer was attached at its beginning.
  std::uint32_t task() const noexcept { return task_; }

  /// A yield raised `error`, which is not a BadYieldError: the coroutine is not resumed any more, and the
  /// error goes to the code that runs it (law R4).
  void lose(std::exception_ptr error);

  /// If the coroutine that this thread called last was lost before its first suspension, the error; otherwise
  /// null. For callers of coroutines whose yields can raise.
  static std::exception_ptr take_lost_call() noexcept;

  /// Resumes the coroutine with what it waits for; after suspend(), with null.
  void resume_with(Ref<FutureCell> awaited) {
    assert(suspended_ && awaited_.get() == nullptr);
    awaited_ = std::move(awaited);
    run();
  }

  /// Where the coroutine waits now, or waited last; line 0 before its first wait.
  std::source_location place() const noexcept { return place_; }
  /// The logical task that it works for (CurrentTask).
  std::uint32_t works_for() const noexcept { return works_for_; }
  /// Its number among the coroutines of its thread, in the order in which they were called, modulo 2^32.
  std::uint32_t serial() const noexcept { return serial_; }
  /// How many times it has waited, whether or not that suspended it, modulo 2^32.
  std::uint32_t waits() const noexcept { return waits_; }
  /// What a suspended coroutine waits for; null if it is not a Future.
  const FutureCell* awaited() const noexcept { return awaited_.get(); }
  /// The cell of the coroutine's Future.
  const FutureCell& future() const noexcept { return *result_; }

  /// Destroys the frame of a coroutine that has not finished. Called by its loop.
  void destroy() noexcept;

  /// Destroys the frame of a coroutine that waits, while its loop goes on. Its Future stays pending, and what
  /// it waits for does not resume it. Not inside a coroutine of the same frame, and not for one whose awaiter
  /// somebody else refers to: that awaiter's destructor must put this right.
  void abandon() noexcept;

 protected:
  Runner(std::coroutine_handle<> handle, Ref<FutureCell> result);
  ~Runner() = default;

  /// The cell of the coroutine's Future.
  FutureCell& result() const { return *result_; }

  /// Called at each wait, whether or not it suspends the coroutine.
  void waits_at(std::source_location place) noexcept {
    place_ = place;
    ++waits_;
  }

  /// Called when the body has returned; its result is staged in the cell.
  void returned() noexcept { outcome_ = FutureCell::State::ready; }

  /// Called when the body has ended with an exception.
  void failed(std::exception_ptr error) noexcept {
    error_ = std::move(error);
    outcome_ = FutureCell::State::failed;
  }

 private:
  // What remains of a coroutine whose frame is gone.
  struct Remains {
    Ref<FutureCell> result;
    std::exception_ptr error;
    FutureCell::State outcome;
    bool interrupted;
    bool had_exception;
    std::uint32_t task;
    std::source_location place;
    Ref<RunnerExtension> extension;
  };

  // What a run of the coroutine leaves for the code that resumed it.
  struct Left {
    std::optional<Remains> remains;
    std::exception_ptr lost;
  };

  // Resumes the coroutine. Called by the loop; inlined into the callback.
  [[gnu::always_inline]] void run() {
    if (AbandonedFrames::any() && is_abandoned(this)) [[unlikely]]
      return;
    if (!contexts_.none()) [[unlikely]]
      return run_in_contexts();
    run_step();
  }

  [[gnu::always_inline]] void run_step() {
    if (task_ != 0) note_resume();
    step_ = CurrentContexts::serial();
    CurrentTask::set(works_for_);
    Left left;
    left_ = &left;
    handle_.resume();
    if (left.remains) settle(std::move(*left.remains));
    if (left.lost) [[unlikely]]
      std::rethrow_exception(std::move(left.lost));
  }

  void run_in_contexts();
  static bool is_abandoned(const Runner* runner) noexcept;

  void wait_one_hop(std::uint32_t moment_id);
  void wait_one_hop_observed(std::uint32_t moment_id);
  void suspend_first();
  void note_yield(std::uint32_t awaited, YieldKind kind) {
    if (loop_ != nullptr) {
      loop_->note(EventKind::task_yield, task_, awaited, static_cast<std::uint8_t>(kind));
    }
  }
  void note_resume() {
    loop_->note(EventKind::task_resume, task_, awaited_.get() != nullptr ? number_thrown_in() : 0);
  }
  std::uint32_t number_thrown_in() const;
  void finish() noexcept;
  static void settle(Remains remains);

  static constinit inline thread_local std::uint32_t last_serial_ = 0;

  std::coroutine_handle<> handle_;
  const std::uint32_t serial_ = ++last_serial_;
  std::uint32_t waits_ = 0;
  Ref<FutureCell> result_;
  IOLoop* loop_ = nullptr;     // set at the first yield
  Left* left_ = nullptr;       // of the run() on the stack
  Ref<FutureCell> awaited_;    // held for a waiting yield
  CapturedContexts contexts_;  // captured by the hop that it waits for
  std::uint64_t step_;         // serial of the contexts that were current when its step began
  Ref<RunnerExtension> extension_;
  std::unique_ptr<Yielded> displaced_;  // what is handled at the next yield, instead of what is yielded there
  std::exception_ptr error_;
  std::source_location place_{};
  std::uint32_t task_ = 0;
  const std::uint32_t works_for_ = CurrentTask::get();  // the logical task
  FutureCell::State outcome_ = FutureCell::State::pending;
  bool suspended_ = false;  // it was suspended, so the loop owns the frame
  bool interrupted_ = false;
  bool had_exception_ = false;     // one was thrown in at a yield
  bool thrown_by_runner_ = false;  // the next one does not count as such
};

}  // namespace tornado
