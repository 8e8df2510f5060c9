// gen::task: calls a function that takes a callback, and gives a Future (law G32).
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <utility>

#include "runtime/future.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace tornado::gen {

/// The callback that a task's function gets as its last argument. Only its first call counts. It takes a T,
/// or nothing, which stands for a default-constructed T.
template <class T>
class TaskCallback {
 public:
  explicit TaskCallback(Future<T> future) : future_(std::move(future)) {}

  template <std::convertible_to<T> Value>
  void operator()(Value&& value) const {
    if (!future_.done()) future_.set_result(std::forward<Value>(value));
  }
  void operator()() const {
    if (!future_.done()) set_nothing(future_);
  }

 private:
  Future<T> future_;
};

/// Calls `fn(args..., callback)` at once, in an ExceptionStackContext. The Future gets the callback's
/// argument, or the first exception that leaves fn or anything that fn started. Later exceptions go on to the
/// outer contexts.
template <class T, class Function, class... Args>
  requires std::invocable<Function&, Args..., TaskCallback<T>>
Future<T> task(Function fn, Args&&... args) {
  Future<T> future;
  const ExceptionStackContext context([future](const std::exception_ptr& error) {
    if (future.done()) return false;
    future.set_exception(error);
    return true;
  });
  run_with_stack_context(context, [&] {
    static_cast<void>(std::invoke(fn, std::forward<Args>(args)..., TaskCallback<T>(future)));
  });
  return future;
}

}  // namespace tornado::gen
