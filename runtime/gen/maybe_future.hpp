// maybe_future: makes a Future of a value that may already be one (law G34).
#pragma once

#include "runtime/future.hpp"

namespace tornado {

/// Returns a Future as it is; anything else becomes the result of a done Future.
template <class T>
auto maybe_future(T&& value) {
  if constexpr (is_future<std::decay_t<T>>) {
    return std::decay_t<T>(std::forward<T>(value));
  } else {
    return done_future(std::forward<T>(value));
  }
}

}  // namespace tornado
