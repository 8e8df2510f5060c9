// maybe_future: for values that may or may not be Futures (law G34).
#pragma once

#include "runtime/future.hpp"

namespace tornado {

/// A Future is itself; anything else becomes the result of a done Future.
template <class T>
auto maybe_future(T&& value) {
  if constexpr (is_future<std::decay_t<T>>) {
    return std::decay_t<T>(std::forward<T>(value));
  } else {
    return done_future(std::forward<T>(value));
  }
}

}  // namespace tornado
