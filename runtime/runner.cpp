#include "runtime/runner.hpp"

#include <cassert>

namespace tornado {

Runner::Runner(std::coroutine_handle<> handle, FutureCell& result) : handle_(handle), result_(&result) {
  if (result.id() == 0) return;
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->observer() != nullptr) {
    task_ = loop->numbers().task++;
    loop->note(EventKind::task_begin, task_, result.id());
  }
}

void Runner::unhandled_exception() {
  if (BaseException::any()) {
    try {
      throw;
    } catch (const BaseException&) {
      if (loop_ == nullptr) throw;  // still in the caller's call: the ramp frees the frame
      interrupted_ = true;
    } catch (...) {
    }
  }
  error_ = std::current_exception();
  outcome_ = FutureCell::State::failed;
}

IOLoop& Runner::join_loop() {
  if (loop_ == nullptr) {
    IOLoop& loop = IOLoop::current();
    loop.suspended_frames().add(*this);
    loop_ = &loop;
  }
  return *loop_;
}

void Runner::wait_for(FutureCell& awaited) {
  if (awaited.is_moment()) return wait_one_hop(awaited.id());
  IOLoop* loop = &join_loop();
  awaited_ = &awaited;
  if (task_ != 0) {
    loop->note(EventKind::task_yield, task_, awaited.id(), static_cast<std::uint8_t>(YieldKind::waiting));
  }
  awaited.add_done_callback([this, loop](FutureCell&) { loop->enqueue([this] { run(); }); });
}

void Runner::wait_one_hop(std::uint32_t moment_id) {
  IOLoop& loop = join_loop();
  awaited_ = nullptr;
  if (task_ != 0) {
    loop.note(EventKind::task_yield, task_, moment_id, static_cast<std::uint8_t>(YieldKind::moment));
  }
  loop.enqueue([this] { run(); });
}

void Runner::run() {
  if (task_ != 0) {
    if (Observer* observer = loop_->observer()) {
      std::uint32_t error = awaited_ != nullptr ? observer->number_of(awaited_->peek_error()) : 0;
      observer->record(EventKind::task_resume, task_, error);
    }
  }
  Ending ending;
  ending_ = &ending;
  handle_.resume();
  if (!ending.ended) {
    ending_ = nullptr;
    return;
  }
  settle(ending);
}

void Runner::finish() noexcept {
  Ending in_ramp;
  Ending& ending = ending_ != nullptr ? *ending_ : in_ramp;
  ending.result = std::move(result_);
  ending.outcome = outcome_;
  ending.task = task_;
  ending.ended = true;
  (interrupted_ ? ending.interrupt : ending.error) = std::move(error_);
  if (loop_ != nullptr) loop_->suspended_frames().remove(*this);
  handle_.destroy();
  // Nobody holds the Future of a coroutine that never waited, so settling it runs no callback and cannot
  // throw.
  if (&ending == &in_ramp) settle(ending);
}

void Runner::settle(Ending& ending) {
  if (ending.interrupt) std::rethrow_exception(ending.interrupt);
  FutureCell& result = *ending.result;
  if (ending.task != 0) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::task_end, ending.task, observer->number_of(ending.error));
    }
  }
  result.require_pending();
  if (ending.outcome == FutureCell::State::failed) {
    result.settle_failure(std::move(ending.error));
  } else {
    result.settle(FutureCell::State::ready);
  }
}

void Runner::destroy() noexcept {
  assert(loop_ != nullptr);
  loop_->suspended_frames().remove(*this);
  handle_.destroy();
}

}  // namespace tornado
