// What a coroutine may yield, and how it becomes a Future: `convert_yielded`, found by overload. To make a
// type yieldable, add an overload in the type's namespace. The compiler refuses types without one; a value of
// a dynamic type throws BadYieldError from its overload (law G20).
#pragma once

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/future.hpp"

namespace tornado {

/// A Future converts to itself.
template <class T>
const Future<T>& convert_yielded(const Future<T>& future) {
  return future;  // NOLINT(bugprone-return-const-ref-from-parameter): used within the full expression
}

/// A type with a convert_yielded that returns a Future.
template <class T>
concept Yieldable = requires(const T& value) {
  { convert_yielded(value) };
  requires is_future<std::decay_t<decltype(convert_yielded(value))>>;
};

/// The type of the result of yielding a T.
template <Yieldable T>
using YieldResult = typename std::decay_t<decltype(convert_yielded(std::declval<const T&>()))>::value_type;

class Runner;

/// The Future of a value that was started by being yielded. In place of a Future<T> it may be another one,
/// which has failed.
template <class T>
struct Started {
  using value_type = T;
  Ref<FutureCell> future;
};
template <class T>
inline constexpr bool is_started = false;
template <class T>
inline constexpr bool is_started<Started<T>> = true;

/// A value that cooperates with the coroutine that yields it: any type with a `start_yielded(runner, value)`,
/// found by overload, that returns a Started.
template <class T>
concept StartedByYield = requires(Runner& runner, const T& value) {
  { start_yielded(runner, value) };
  requires is_started<std::decay_t<decltype(start_yielded(runner, value))>>;
};

/// The type of the result of yielding a T.
template <StartedByYield T>
using StartedResult = typename std::decay_t<decltype(start_yielded(std::declval<Runner&>(),
                                                                   std::declval<const T&>()))>::value_type;

}  // namespace tornado
