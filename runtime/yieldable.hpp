// What a coroutine may yield and how it becomes a Future: `convert_yielded`, found by overload. A type of the
// user's joins by an overload in its own namespace; what has none is refused by the compiler, and a value of
// a dynamic type throws BadYieldError from its overload (law G20).
#pragma once

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/future.hpp"

namespace tornado {

/// A Future is itself.
template <class T>
const Future<T>& convert_yielded(const Future<T>& future) {
  return future;  // NOLINT(bugprone-return-const-ref-from-parameter): used within the full expression
}

/// Anything with a convert_yielded that gives a Future.
template <class T>
concept Yieldable = requires(const T& value) {
  { convert_yielded(value) };
  requires is_future<std::decay_t<decltype(convert_yielded(value))>>;
};

/// The type of the result that yielding a T gives.
template <Yieldable T>
using YieldResult = typename std::decay_t<decltype(convert_yielded(std::declval<const T&>()))>::value_type;

class Runner;

/// The Future of what was started by being yielded; in the place of a Future<T> another one may stand, which
/// has failed.
template <class T>
struct Started {
  using value_type = T;
  Ref<FutureCell> future;
};
template <class T>
inline constexpr bool is_started = false;
template <class T>
inline constexpr bool is_started<Started<T>> = true;

/// What works hand in hand with the coroutine that yields it: anything with a `start_yielded(runner, value)`,
/// found by overload, that gives a Started.
template <class T>
concept StartedByYield = requires(Runner& runner, const T& value) {
  { start_yielded(runner, value) };
  requires is_started<std::decay_t<decltype(start_yielded(runner, value))>>;
};

/// The type of the result that yielding a T gives.
template <StartedByYield T>
using StartedResult = typename std::decay_t<decltype(start_yielded(std::declval<Runner&>(),
                                                                   std::declval<const T&>()))>::value_type;

}  // namespace tornado
