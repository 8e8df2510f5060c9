// multi: waits for several Futures and gives their results in the same shape: vector, tuple or map (laws G21
// to G23). Yielding such a container is the same as yielding multi() of it.
#pragma once

#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/gen/quiet_exceptions.hpp"
#include "runtime/io_loop.hpp"
#include "runtime/yieldable.hpp"

namespace tornado {

/// The untyped core. Once all `children` are done: if any failed, fails `result` with the first failure in
/// their order and logs the others; otherwise calls `succeed`, which sets the result. Without children, it is
/// done at once. A child may appear several times.
void gather(std::vector<Ref<FutureCell>> children, Ref<FutureCell> result, QuietExceptions quiet,
            Callback succeed);

namespace detail {

/// The result of a finished child; a move-only result is moved out.
template <class T>
auto child_result(const Future<T>& child) {
  if constexpr (std::is_void_v<T>) {
    return Unit();
  } else if constexpr (std::copy_constructible<T>) {
    return T(child.cell()->value());
  } else {
    return child.cell()->take();
  }
}

template <class T>
using ChildResult = decltype(child_result(std::declval<const Future<T>&>()));

}  // namespace detail

/// Gives the results in the order of the children; for Future<void> children, a vector of Unit.
template <class T>
Future<std::vector<detail::ChildResult<T>>> multi(std::vector<Future<T>> children,
                                                  QuietExceptions quiet = {}) {
  Future<std::vector<detail::ChildResult<T>>> result;
  std::vector<Ref<FutureCell>> cells;
  cells.reserve(children.size());
  for (const auto& child : children) cells.emplace_back(child.cell().get());
  gather(std::move(cells), Ref<FutureCell>(result.cell().get()), std::move(quiet),
         [result, children = std::move(children)] {
           std::vector<detail::ChildResult<T>> results;
           results.reserve(children.size());
           for (const auto& child : children) results.push_back(detail::child_result(child));
           result.set_result(std::move(results));
         });
  return result;
}

/// Gives the results under the same keys.
template <class Key, class T>
Future<std::map<Key, detail::ChildResult<T>>> multi(std::map<Key, Future<T>> children,
                                                    QuietExceptions quiet = {}) {
  Future<std::map<Key, detail::ChildResult<T>>> result;
  std::vector<Ref<FutureCell>> cells;
  cells.reserve(children.size());
  for (const auto& [key, child] : children) cells.emplace_back(child.cell().get());
  gather(std::move(cells), Ref<FutureCell>(result.cell().get()), std::move(quiet),
         [result, children = std::move(children)] {
           std::map<Key, detail::ChildResult<T>> results;
           for (const auto& [key, child] : children) results.emplace(key, detail::child_result(child));
           result.set_result(std::move(results));
         });
  return result;
}

/// Gives a tuple of results of different types.
template <class... T>
Future<std::tuple<detail::ChildResult<T>...>> multi(std::tuple<Future<T>...> children,
                                                    QuietExceptions quiet = {}) {
  Future<std::tuple<detail::ChildResult<T>...>> result;
  auto cells = std::apply(
      [](const auto&... child) {
        return std::vector<Ref<FutureCell>>{Ref<FutureCell>(child.cell().get())...};
      },
      children);
  gather(std::move(cells), Ref<FutureCell>(result.cell().get()), std::move(quiet),
         [result, children = std::move(children)] {
           result.set_result(std::apply(
               [](const auto&... child) {
                 return std::tuple<detail::ChildResult<T>...>{detail::child_result(child)...};
               },
               children));
         });
  return result;
}

template <class T>
auto convert_yielded(const std::vector<Future<T>>& children) {
  return multi(children);
}
template <class Key, class T>
auto convert_yielded(const std::map<Key, Future<T>>& children) {
  return multi(children);
}
template <class... T>
auto convert_yielded(const std::tuple<Future<T>...>& children) {
  return multi(children);
}

}  // namespace tornado
