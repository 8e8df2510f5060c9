// call_back: hands a Future's result to a callback, as `callback=` does in the original.
#pragma once

#include <type_traits>
#include <utility>

#include "runtime/io_loop.hpp"

namespace tornado {

namespace detail {

/// Calls `callback` with the result of a done Future, or without an argument if the result is void. If the
/// Future has failed, throws its exception instead.
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

/// `call_back(fetch_page(url), show);` is the original's `fetch_page(url, callback=show)`: it calls
/// `callback(result)` one hop after the Future is done, even if it is done already. If the Future fails, the
/// callback is not called. The exception is then thrown in the stack contexts of this call; what no context
/// consumes is logged (law G5).
template <class T, class Callback>
void call_back(const Future<T>& future, Callback callback) {
  IOLoop::current().add_future(future, [callback = std::move(callback)](const Future<T>& done) mutable {
    tornado::detail::call_with_result(callback, done);
  });
}

}  // namespace gen

}  // namespace tornado
