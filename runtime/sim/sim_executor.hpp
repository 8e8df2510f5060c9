// SimExecutor: a pool of workers in the simulated world. A worker is done when the world says so: each piece
// of work is an external event, so its order among all others is a choice.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "runtime/concurrent_future.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {

/// An executor for run_on_executor. Has as many workers as there is work.
class SimExecutor {
 public:
  explicit SimExecutor(SimLoop& loop) : loop_(loop) {}

  /// Does the work in an I/O phase of the loop after this one, in no stack context, and sets the Future then.
  template <std::invocable Work>
  auto submit(Work work) {
    ConcurrentFuture<std::decay_t<std::invoke_result_t<Work&>>> future;
    loop_.external([future, work = std::move(work)]() mutable { settle_with(future, work); });
    return future;
  }

 private:
  SimLoop& loop_;
};

}  // namespace tornado
