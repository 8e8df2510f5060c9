// SimExecutor: a pool of workers in the simulated world. Each piece of work is an external event, so the
// order in which the workers finish is a choice.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "runtime/concurrent_future.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {

/// An executor for run_on_executor, with as many workers as there is work.
class SimExecutor {
 public:
  explicit SimExecutor(SimLoop& loop) : loop_(loop) {}

  /// Does the work in a later I/O phase of the loop, in no stack context, and then sets the Future.
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
