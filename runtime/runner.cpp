#include "runtime/runner.hpp"

#include <cassert>

namespace tornado {

namespace {

// A coroutine that throws before its first suspension throws out of the function that was called. Its return
// object exists by then; g++ destroys it, clang forgets it, and with it a reference to the cell. This
// coroutine finds out what the compiler at hand does.
class ThrowingCall {
 public:
  class promise_type {
   public:
    ThrowingCall get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() noexcept {}
    [[noreturn]] void unhandled_exception() const { throw; }
  };

  ThrowingCall(const ThrowingCall&) = delete;
  ThrowingCall& operator=(const ThrowingCall&) = delete;
  ~ThrowingCall() { destroyed = true; }

  static inline thread_local bool destroyed = false;

 private:
  ThrowingCall() noexcept = default;
};

ThrowingCall throwing_call() {
  throw BaseException();
  co_return;
}

bool forgets_return_objects() {
  static const bool forgets = [] {
    ThrowingCall::destroyed = false;
    try {
      static_cast<void>(throwing_call());
    } catch (const BaseException&) {
      return !ThrowingCall::destroyed;
    }
    return false;
  }();
  return forgets;
}

}  // namespace

Runner::Runner(std::coroutine_handle<> handle, Ref<FutureCell> result)
    : handle_(handle), result_(std::move(result)) {
  if (result_->id() == 0) return;
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->observer() != nullptr) {
    task_ = loop->numbers().task++;
    loop->note(EventKind::task_begin, task_, result_->id());
  }
}

void Runner::unhandled_exception() {
  if (BaseException::any()) {
    try {
      throw;
    } catch (const BaseException&) {
      if (!suspended_) {  // still in the caller's call: the ramp frees the frame
        if (forgets_return_objects()) result_->remove_reference();
        throw;
      }
      interrupted_ = true;
    } catch (...) {  // NOLINT(bugprone-empty-catch): it is stored below
    }
  }
  error_ = std::current_exception();
  outcome_ = FutureCell::State::failed;
}

void Runner::suspend_first() {
  if (loop_ == nullptr) loop_ = &IOLoop::current();
  loop_->suspended_frames().add(*this);
  suspended_ = true;
}

void Runner::wait_for(FutureCell& awaited) {
  awaited_ = Ref<FutureCell>(&awaited);
  if (awaited.is_moment()) return wait_one_hop(awaited.id());
  if (!suspended_) suspend_first();
  if (task_ != 0) note_yield(awaited.id(), YieldKind::waiting);
  awaited.add_done_callback(loop_, [this, loop = loop_](FutureCell&) { loop->enqueue([this] { run(); }); });
}

void Runner::wait_one_hop_observed(std::uint32_t moment_id) {
  loop_->enqueue_after(
      Event{EventKind::task_yield, static_cast<std::uint8_t>(YieldKind::moment), task_, moment_id, 0},
      [this] { run(); });
}

std::uint32_t Runner::number_thrown_in() const {
  Observer* observer = loop_->observer();
  return observer != nullptr ? observer->number_of(awaited_->peek_error()) : 0;
}

void Runner::finish() noexcept {
  Remains remains{std::move(result_), std::move(error_), outcome_, interrupted_, task_};
  std::optional<Remains>* left_for = suspended_ ? remains_ : nullptr;
  if (suspended_) loop_->suspended_frames().remove(*this);
  handle_.destroy();
  // Nobody holds the Future of a coroutine that never waited, so settling it runs no callback and cannot
  // throw.
  if (left_for == nullptr) return settle(std::move(remains));
  left_for->emplace(std::move(remains));
}

void Runner::settle(Remains remains) {
  if (remains.interrupted) std::rethrow_exception(std::move(remains.error));
  FutureCell& result = *remains.result;
  if (remains.task != 0) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::task_end, remains.task, observer->number_of(remains.error));
    }
  }
  result.require_pending();
  if (remains.outcome == FutureCell::State::failed) {
    result.settle_failure(std::move(remains.error));
  } else {
    result.settle(FutureCell::State::ready);
  }
}

void Runner::destroy() noexcept {
  assert(suspended_);
  loop_->suspended_frames().remove(*this);
  handle_.destroy();
}

}  // namespace tornado
