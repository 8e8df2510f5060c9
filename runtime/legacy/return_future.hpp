// return_future: turns a function that takes a callback into one that returns a Future (laws F15, F16).
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

#include "runtime/gen/call_back.hpp"
#include "runtime/stack_context/stack_context.hpp"
#include "runtime/wrap.hpp"

namespace tornado {

/// The last argument of a function under return_future: called with a T, or with nothing, it sets the Future.
/// A second call throws InvalidStateError.
template <class T>
class FutureSetter {
 public:
  explicit FutureSetter(Future<T> future) : future_(std::move(future)) {}

  template <std::convertible_to<T> Value>
  void operator()(Value&& value) const {
    future_.set_result(std::forward<Value>(value));
  }
  void operator()() const { set_nothing(future_); }

 private:
  Future<T> future_;
};

/// The function that return_future returns.
template <class T, class Function>
class ReturnFuture {
 public:
  explicit ReturnFuture(Function fn) : fn_(std::move(fn)) {}

  /// Calls `fn(args..., setter)` at once, in an ExceptionStackContext. An exception that leaves fn, or later
  /// anything that fn started, becomes the Future's. An exception that leaves fn itself is also thrown to the
  /// caller. A function that returns a value does not compile (the original raises ReturnValueIgnoredError).
  template <class... Args>
    requires std::is_void_v<std::invoke_result_t<Function&, Args..., FutureSetter<T>>>
  Future<T> operator()(Args&&... args) {
    const Future<T> future;
    const ExceptionStackContext context([future](const std::exception_ptr& error) {
      future.set_exception(error);
      return true;
    });
    bool raised = true;
    run_with_stack_context(context, [&] {
      std::invoke(fn_, std::forward<Args>(args)..., FutureSetter<T>(future));
      raised = false;
    });
    if (raised) future.result();
    return future;
  }

  /// As above, with a callback of the caller's, the original's `callback=`. It is called with the result when
  /// the Future is set, inside the setter, in the stack contexts of this call. If the Future fails, it is not
  /// called; the exception is thrown there instead.
  template <class Callback, class... Args>
  void with_callback(Callback callback, Args&&... args) {
    const Future<T> future = (*this)(std::forward<Args>(args)...);
    future.add_done_callback(wrap([callback = std::move(callback)](const Future<T>& done) mutable {
      detail::call_with_result(callback, done);
    }));
  }

 private:
  Function fn_;
};

/// `auto fetch = return_future<Page>(fetch_with_callback);`
template <class T, class Function>
ReturnFuture<T, Function> return_future(Function fn) {
  return ReturnFuture<T, Function>(std::move(fn));
}

}  // namespace tornado
