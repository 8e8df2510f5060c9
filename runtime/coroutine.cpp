#include "runtime/coroutine.hpp"

namespace tornado {

bool DynamicAwaiter::await_ready() {
  try {
    return ready(runner().in_step() ? runner().handle(handle_)
                                    : runner().yield_out_of_step(std::move(handle_)));
  } catch (const BaseException&) {
    throw;
  } catch (const Lost& lost) {
    lost_ = lost.error;
  } catch (...) {
    lost_ = std::current_exception();
  }
  return false;
}

void DynamicAwaiter::await_suspend(std::coroutine_handle<>) {
  if (lost_) {
    runner().lose(std::move(lost_));
  } else {
    suspend(nullptr);
  }
}

Ref<FutureCell> DynamicAwaiter::await_resume() {
  Ref<FutureCell> done = release();
  if (done->failed()) runner().note_thrown();
  return done;
}

bool MomentAwaiter::is_ready() {
  Yielded yielded([](Runner&) { return Ref<FutureCell>(moment_future().cell().get()); });
  return ready(runner().in_step() ? runner().handle(yielded)
                                  : runner().yield_out_of_step(std::move(yielded)));
}

}  // namespace tornado
