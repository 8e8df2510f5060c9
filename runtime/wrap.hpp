// wrap: a callable that takes the current contexts along (law S1; the original's stack_context.wrap). The
// loop wraps what it is given by itself (law S9); wrap is for whoever keeps callbacks of his own.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/contexts.hpp"

namespace tornado {

/// A callable that has taken its contexts along already, and so is never wrapped again. Types other than
/// Wrapped say so by a member `carries_contexts`.
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

/// A callable with the contexts that were current when it was made. Called, it gives what its target returns,
/// or nothing where a context consumed what the target threw: so a target that returns a T makes a callable
/// that returns a std::optional<T>.
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

/// Wraps a callable; one that is wrapped already stays what it is. A type-erased callable, such as
/// std::function, hides what it holds: wrap first, then erase.
template <class Function>
auto wrap(Function fn) {
  if constexpr (CarriesContexts<Function>) {
    return fn;
  } else {
    return Wrapped<Function>(std::move(fn));
  }
}

/// Gives `use` the callable: wrapped if there is anything to take along, else as it is.
template <class Function, class Use>
decltype(auto) wrapped_if_needed(Function fn, Use use) {
  if constexpr (!CarriesContexts<Function>) {
    if (!CurrentContexts::initial()) return use(Wrapped<Function>(std::move(fn)));
  }
  return use(std::move(fn));
}

}  // namespace tornado
