// run_on_executor: runs a blocking function on an executor (law F17). An executor is any type with a
// `submit(work)` that returns a Future for the result of the work; runtime/sim/sim_executor.hpp has one.
#pragma once

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/concurrent_future.hpp"
#include "runtime/gen/call_back.hpp"

namespace tornado {

/// The executor without workers: submit() does the work at once, in the caller.
class DummyExecutor {
 public:
  template <std::invocable Work>
  auto submit(Work work) {
    Future<std::decay_t<std::invoke_result_t<Work&>>> future;
    settle_with(future, work);
    return future;
  }
};

/// The function that run_on_executor returns. The executor must outlive it.
template <class Executor, class Function>
class RunOnExecutor {
 public:
  RunOnExecutor(Executor& executor, Function fn) : executor_(&executor), fn_(std::move(fn)) {}

  /// Submits `fn(args...)` and returns the executor's Future. The arguments are copied, because the work may
  /// be done much later.
  template <class... Args>
  auto operator()(Args... args) {
    return executor_->submit([fn = fn_, args = std::make_tuple(std::move(args)...)]() mutable {
      return std::apply(fn, std::move(args));
    });
  }

  /// As above, with a callback, the original's `callback=`: the current loop calls it with the result, one
  /// hop after the Future is done; an exception goes to the stack contexts of this call.
  template <class Callback, class... Args>
  void with_callback(Callback callback, Args... args) {
    const auto future = (*this)(std::move(args)...);
    gen::call_back<typename std::decay_t<decltype(future)>::value_type>(future, std::move(callback));
  }

 private:
  Executor* executor_;
  Function fn_;
};

/// `auto resolve = run_on_executor(pool, blocking_resolve);`
template <class Executor, class Function>
RunOnExecutor<Executor, Function> run_on_executor(Executor& executor, Function fn) {
  return {executor, std::move(fn)};
}

}  // namespace tornado
