// How a World begins tasks: the templates behind World::spawn and its kin. World's own header includes this
// one at its end.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "harness/subjects/world/world.hpp"
#include "runtime/gen/chain_future.hpp"

namespace windtunnel {

template <class Coroutine, class... Args>
auto World::spawn_task(std::string_view name, bool must_end, Coroutine coroutine, Args... args) {
  static_assert(std::is_invocable_v<Coroutine&, World&, Args...>,
                "a task is called with the world and the arguments of spawn(), which it takes by value or by "
                "const reference");
  using Begun = std::invoke_result_t<Coroutine&, World&, Args...>;
  static_assert(tornado::is_future<Begun>, "a task is a coroutine that returns a Future");
  require_run();
  const std::uint32_t task = add_task(name);
  // The frame of a lambda refers to the closure, and that of any coroutine to what it takes by reference.
  auto& kept = keep<std::tuple<Coroutine, Args...>>(std::move(coroutine), std::move(args)...);
  const auto call = [this, &kept, task] {
    auto begun = std::apply(
        [this](auto& called, auto&... each) { return std::invoke(called, *this, std::move(each)...); }, kept);
    if (shown_) [[unlikely]]
      name_result(*begun.cell(), task);
    return begun;
  };
  Begun future;
  if (must_end && model_ == core::SchedulingModel::realistic) {
    begin_later(task, [call, future]() mutable { tornado::chain_future(call(), future); });
  } else {
    const tornado::CurrentTaskScope scope(task);
    future = call();
  }
  add_spawned(*future.cell(), task, must_end);
  return Spawned<typename Begun::value_type>(std::move(future));
}

template <class Coroutine, class... Args>
auto World::spawn_abandonable(std::string_view name, Abandon way, Coroutine coroutine, Args... args) {
  const auto task = spawn_task(name, true, std::move(coroutine), std::move(args)...);
  const std::remove_cvref_t<decltype(task.future())> result;
  tornado::chain_future(task.future(), result);
  using Cell = tornado::Ref<tornado::FutureCell>;
  add_abandonable(way, Cell(task.future().cell().get()), Cell(result.cell().get()));
  return Spawned(result);
}

template <class Connection>
void World::closes_if_abandoned(const std::shared_ptr<Connection>& connection) {
  const auto is_open = [weak = std::weak_ptr(connection)] {
    const auto held = weak.lock();
    return held != nullptr && !held->closed();
  };
  const auto close = [weak = std::weak_ptr(connection)] {
    if (const auto held = weak.lock()) held->close();
  };
  require_run();
  abandonments_.connections.push_back({tornado::CurrentTask::get(), is_open, close});
}

}  // namespace windtunnel
