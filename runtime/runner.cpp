#include "runtime/runner.hpp"

#include <cassert>
#include <stdexcept>

namespace tornado {

namespace {

// A coroutine that throws before its first suspension throws out of the call. Its return object exists by
// then: g++ destroys it, clang does not, which leaks a reference to the cell. This coroutine finds out what
// the compiler does.
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

thread_local std::exception_ptr lost_call;

}  // namespace

Runner::Runner(std::coroutine_handle<> handle, Ref<FutureCell> result)
    : handle_(handle), result_(std::move(result)), step_(CurrentContexts::serial()) {
  IOLoop* loop = IOLoop::current_or_null();
  if (result_->id() != 0 && loop != nullptr && loop->observer() != nullptr) {
    task_ = loop->numbers().task++;
    loop->note(EventKind::task_begin, task_, result_->id());
  }
}

void Runner::unhandled_exception() {
  if (BaseException::any()) {
    try {
      throw;
    } catch (const BaseException&) {
      if (!suspended_) {  // still inside the caller's call: the ramp frees the frame
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

IOLoop& Runner::adopt_loop() {
  if (loop_ == nullptr) loop_ = IOLoop::current_or_null();
  if (loop_ == nullptr) {
    throw std::runtime_error(
        "a coroutine waits, but this thread has no current IOLoop that could resume it: call the coroutine "
        "inside of a run, or make a loop current");
  }
  return *loop_;
}

void Runner::extend(Ref<RunnerExtension> extension) {
  assert(extension_.get() == nullptr && extension.get() != nullptr);
  extension_ = std::move(extension);
}

void Runner::suspend_first() {
  assert(!suspended_);
  adopt_loop();
  loop_->suspended_frames().add(*this);
  suspended_ = true;
}

void Runner::wait_for(FutureCell& awaited) {
  if (extension_.get() != nullptr) {
    const Ref<FutureCell> held = take_awaited();  // the extension passes in what the coroutine gets
    if (!suspended_) suspend_first();
    if (task_ != 0) note_yield(awaited.id(), awaited.is_moment() ? YieldKind::moment : YieldKind::waiting);
    return extension_->wait_for(awaited);
  }
  awaited_ = Ref<FutureCell>(&awaited);
  if (awaited.is_moment()) return wait_one_hop(awaited.id());
  if (!suspended_) suspend_first();
  if (!CurrentContexts::initial()) contexts_ = CapturedContexts::capture();
  if (task_ != 0) note_yield(awaited.id(), YieldKind::waiting);
  awaited.add_done_callback(loop_, [this, loop = loop_](FutureCell&) { loop->enqueue([this] { run(); }); });
}

void Runner::run_in_contexts() {
  assert(suspended_ && !contexts_.none());
  // A copy, because the coroutine, and with it this object, may be gone at the end of the step.
  CapturedContexts contexts = std::exchange(contexts_, CapturedContexts());
  contexts.call([this] { run_step(); });
}

Ref<FutureCell> Runner::handle(Yielded& yielded) {
  std::exception_ptr bad;
  try {
    return yielded(*this);
  } catch (const BadYieldError&) {
    bad = std::current_exception();
  }
  return Ref<FutureCell>(failed_future<void>(std::move(bad)).cell().get());
}

Ref<FutureCell> Runner::yield_out_of_step(Yielded yielded) {
  const bool first = loop_ == nullptr;
  step_ = CurrentContexts::serial();
  if (displaced_ != nullptr) {
    const std::unique_ptr<Yielded> before = std::move(displaced_);
    return handle(*before);
  }
  if (!first) {
    displaced_ = std::make_unique<Yielded>(std::move(yielded));
    thrown_by_runner_ = true;
  }
  const auto error = std::make_exception_ptr(StackContextInconsistentError("probably"));
  return Ref<FutureCell>(failed_future<void>(error).cell().get());
}

void Runner::lose(std::exception_ptr error) {
  assert(error);
  if (task_ != 0) {
    adopt_loop();
    note_yield(0, YieldKind::lost);
  }
  const bool resumed = suspended_;
  if (!suspended_) suspend_first();
  (resumed ? left_->lost : lost_call) = std::move(error);
}

std::exception_ptr Runner::take_lost_call() noexcept {
  return std::exchange(lost_call, nullptr);
}

void Runner::wait_one_hop(std::uint32_t moment_id) {
  if (!suspended_) suspend_first();
  if (!CurrentContexts::initial()) contexts_ = CapturedContexts::capture();
  if (task_ != 0) return wait_one_hop_observed(moment_id);
  loop_->enqueue([this] { run(); });
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
  assert(outcome_ != FutureCell::State::pending && result_.get() != nullptr);
  Remains remains{
      std::move(result_),   std::move(error_), outcome_, interrupted_, had_exception_, task_, place_,
      std::move(extension_)};
  Left* left = suspended_ ? left_ : nullptr;
  if (suspended_) loop_->suspended_frames().remove(*this);
  if (remains.extension.get() != nullptr) remains.extension->end();
  handle_.destroy();
  // Nobody holds the Future of a coroutine that never waited, so settling it runs no callback and cannot
  // throw.
  if (left == nullptr) return settle(std::move(remains));
  left->remains.emplace(std::move(remains));
}

void Runner::settle(Remains remains) {
  if (remains.interrupted) std::rethrow_exception(std::move(remains.error));
  FutureCell& result = *remains.result;
  if (remains.task != 0) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::task_end, remains.task, observer->number_of(remains.error));
    }
  }
  const bool failed = remains.outcome == FutureCell::State::failed;
  assert(failed == static_cast<bool>(remains.error));
  RunnerExtension* extension = remains.extension.get();
  if (extension != nullptr && !failed && !remains.had_exception) extension->check_return();
  result.require_pending(remains.place);
  if (failed) {
    result.settle_failure(std::move(remains.error));
  } else {
    result.settle(FutureCell::State::ready);
  }
  if (extension != nullptr) extension->deactivate();
}

void Runner::destroy() noexcept {
  assert(suspended_ && loop_->closed());
  loop_->suspended_frames().remove(*this);
  if (extension_.get() != nullptr) extension_->abandon();
  handle_.destroy();
}

void Runner::abandon() noexcept {
  assert(suspended_ && !loop_->closed());
  if (task_ != 0) note_yield(0, YieldKind::abandoned);
  loop_->suspended_frames().remove(*this);
  if (extension_.get() != nullptr) extension_->abandon();
  const AbandonedFrames::Destroying destroying(loop_->abandoned_frames(), *this);
  handle_.destroy();
}

bool Runner::is_abandoned(const Runner* runner) noexcept {
  IOLoop* loop = IOLoop::current_or_null();
  return loop != nullptr && loop->abandoned_frames().contains(runner);
}

}  // namespace tornado
