// The parts of the subject calm_core.
#pragma once

#include <initializer_list>
#include <iterator>

#include "harness/subjects/world/world.hpp"
#include "runtime/core.hpp"

namespace windtunnel::subjects {

/// Whether timers run as soon as they are due, and in order.
inline bool keeps_time(const World& world) {
  return world.model() == core::SchedulingModel::exact;
}

template <class T>
T core_value(World& world, std::initializer_list<T> values) {
  return std::data(values)[world.choose(static_cast<std::uint32_t>(values.size()), "core/draw")];
}

tornado::Future<void> check_queue(World& world);
tornado::Future<void> check_semaphore(World& world);
tornado::Future<void> check_condition(World& world);
tornado::Future<void> check_event(World& world);
tornado::Future<void> check_waiters_that_give_up(World& world);
tornado::Future<void> check_timers(World& world);
tornado::Future<void> check_futures(World& world);
tornado::Future<void> check_several(World& world);

}  // namespace windtunnel::subjects
