// wrap: makes a callable that captures the current contexts (law S1; the original's stack_context.wrap). The
// loop wraps callbacks itself (law S9); wrap is for code that keeps callbacks of its own.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/contexts.hpp"

namespace tornado {

/// A callable that has captured its contexts already and is never wrapped again. Types other than Wrapped
/// declare this by a member `carries_contexts`.
template <class Function>
concept CarriesContexts = requires { typename std::decay_t<Function>::carries_contexts; };

namespace detail {

template <class T>
struct OptionalOf {
  using type = std::optional<T>;
};
template <class T>
struct OptionalOf<std::optional<T>> {
  using type = std::optional<T>;
};
template <>
struct OptionalOf<void> {
  using type = void;
};

}  // namespace detail

/// A callable with the contexts that were current when it was made. A call returns the target's result, or
/// nothing if a context consumed the target's exception: for a target that returns a T, it returns
/// std::optional<T>.
template <class Function>
class Wrapped {
 public:
  using carries_contexts = void;

  explicit Wrapped(Function fn) : contexts_(CapturedContexts::capture()), fn_(std::move(fn)) {}

  template <class... Args>
    requires std::is_invocable_v<Function&, Args...>
  auto operator()(Args&&... args) {
    using Result = typename detail::OptionalOf<std::decay_t<std::invoke_result_t<Function&, Args...>>>::type;
    if constexpr (std::is_void_v<Result>) {
      contexts_.call([&] { std::invoke(fn_, std::forward<Args>(args)...); });
    } else {
      Result result;
      contexts_.call([&] { result = std::invoke(fn_, std::forward<Args>(args)...); });
      return result;
    }
  }

 private:
  CapturedContexts contexts_;
  Function fn_;
};

/// Wraps a callable; one that is wrapped already stays as it is. A type-erased callable, such as
/// std::function, hides its target: wrap first, then erase.
template <class Function>
auto wrap(Function fn) {
  if constexpr (CarriesContexts<Function>) {
    return fn;
  } else {
    return Wrapped<Function>(std::move(fn));
  }
}

/// Passes `use` the callable: wrapped if there is anything to capture, otherwise as it is.
template <class Function, class Use>
decltype(auto) wrapped_if_needed(Function fn, Use use) {
  if constexpr (!CarriesContexts<Function>) {
    if (!CurrentContexts::initial()) return use(Wrapped<Function>(std::move(fn)));
  }
  return use(std::move(fn));
}

}  // namespace tornado
