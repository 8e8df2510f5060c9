// What `callback=` does in the original: hands a Future's result to a callback.
#pragma once

#include <type_traits>
#include <utility>

#include "runtime/io_loop.hpp"

namespace tornado {

namespace detail {

/// Calls it with the result of a done Future: without an argument if that is void, and not at all if the
/// Future has failed, whose exception is thrown.
template <class Callback, class T>
void call_with_result(Callback& callback, const Future<T>& done) {
  if constexpr (std::is_void_v<T>) {
    done.result();
    callback();
  } else {
    callback(done.result());
  }
}

}  // namespace detail

namespace gen {

/// `call_back(fetch_page(url), show);` is the original's `fetch_page(url, callback=show)` of a coroutine:
/// calls `callback(result)` one hop after the Future is done, also if it is already. If the Future fails, the
/// callback is not called; the exception is thrown in the stack contexts of this call, which logs what none
/// of them consumes (law G5).
template <class T, class Callback>
void call_back(const Future<T>& future, Callback callback) {
  IOLoop::current().add_future(future, [callback = std::move(callback)](const Future<T>& done) mutable {
    tornado::detail::call_with_result(callback, done);
  });
}

}  // namespace gen

}  // namespace tornado
