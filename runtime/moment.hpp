// `co_yield moment` lets the loop run one iteration. Used as a Future, a moment is just done (law G30).
#pragma once

#include "runtime/future.hpp"

namespace tornado {

/// The type of `moment`.
class Moment {
 public:
  constexpr Moment() noexcept = default;
};

/// Yield it to go to the back of the loop's queue.
inline constexpr Moment moment{};

/// A Future with an empty result of type T, which the Runner treats as `moment`.
template <class T = void>
Future<T> moment_future() {
  Future<T> future;
  set_nothing(future);
  future.cell()->mark_as_moment();
  return future;
}

inline Future<void> convert_yielded(Moment) {
  return moment_future();
}

}  // namespace tornado
