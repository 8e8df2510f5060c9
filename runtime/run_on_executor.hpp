// run_on_executor: a method that blocks, called on an executor (law F17). An executor is anything with a
// `submit(work)` that returns a Future of what the work returns; runtime/sim/sim_executor.hpp has one.
#pragma once

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/concurrent_future.hpp"
#include "runtime/gen/call_back.hpp"

namespace tornado {

/// The executor that is none: submit() does the work at once, in the caller.
class DummyExecutor {
 public:
  template <std::invocable Work>
  auto submit(Work work) {
    Future<std::decay_t<std::invoke_result_t<Work&>>> future;
    settle_with(future, work);
    return future;
  }
};

/// The function that run_on_executor makes. The executor must outlive it.
template <class Executor, class Function>
class RunOnExecutor {
 public:
  RunOnExecutor(Executor& executor, Function fn) : executor_(&executor), fn_(std::move(fn)) {}

  /// Submits `fn(args...)` and gives the executor's Future. The arguments are copied, as the work may be done
  /// much later.
  template <class... Args>
  auto operator()(Args... args) {
    return executor_->submit([fn = fn_, args = std::make_tuple(std::move(args)...)]() mutable {
      return std::apply(fn, std::move(args));
    });
  }

  /// The same with a callback, the original's `callback=`: gets the result by the current loop, one hop after
  /// the Future is done; an exception goes to the stack contexts of this call.
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
