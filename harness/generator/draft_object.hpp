// The locks and queues of a generated module, and the names that the generator numbers.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>

#include "harness/generator/constructs.hpp"
#include "harness/scenario/tree.hpp"
#include "runtime/enum_set.hpp"

namespace windtunnel::generator {

/// The names that the generator numbers: f0, c3, on1, ...
enum class NamePool : std::uint8_t {
  future,
  coroutine,
  done_callback,
  tick,
  variable,
  key,
  counter,
  index,
  error,
  engine,
  handler,
  task,
  value_callback,
  event,
  condition,
  lock,
  semaphore,
  queue,
  factory
};

/// The size of each pool, in the order of the pools.
inline constexpr std::array<std::uint32_t, 19> pool_sizes = {8, 12, 12, 12, 64, 8, 4, 12, 16, 12,
                                                             4, 12, 12, 8,  8,  8, 8, 8,  4};
inline constexpr std::uint32_t name_slots = 232;

/// A lock or queue of the module.
struct DraftObject {
  enum class Kind : std::uint8_t {
    lock,
    queue,
    condition,
    event,
    semaphore,
    bounded_semaphore,
    priority_queue,
    lifo_queue,
    count_
  };
  using enum Kind;

  scenario::Word name = scenario::no_word;
  Kind kind = event;
  scenario::NodeId made = 0;  ///< the expression that makes it
  bool pairs = false;  ///< a priority_queue of pairs, instead of numbers: only ordered values go into one
};

using ObjectKinds = tornado::EnumSet<DraftObject::Kind>;
inline constexpr ObjectKinds acquirable = {DraftObject::lock, DraftObject::semaphore,
                                           DraftObject::bounded_semaphore};
inline constexpr ObjectKinds any_queue = {DraftObject::queue, DraftObject::priority_queue,
                                          DraftObject::lifo_queue};

/// The kinds that are made with a number of permits.
inline constexpr ObjectKinds counted = {DraftObject::semaphore, DraftObject::bounded_semaphore};

/// What is known of a kind of object.
struct ObjectRow {
  DraftObject::Kind kind;
  Construct construct;  ///< that makes a program have one
  NamePool pool;
  scenario::Word type;  ///< its class
  scenario::Word wake;  ///< its method that lets a waiter go on
};

/// The order is the order in which a choice counts them.
inline constexpr std::array<ObjectRow, static_cast<std::size_t>(DraftObject::count_)> object_rows = {{
    {DraftObject::lock, Construct::lock, NamePool::lock, scenario::word::Lock, scenario::word::release},
    {DraftObject::queue, Construct::queue, NamePool::queue, scenario::word::Queue, scenario::word::put},
    {DraftObject::condition, Construct::condition, NamePool::condition, scenario::word::Condition,
     scenario::word::notify_all},
    {DraftObject::event, Construct::event, NamePool::event, scenario::word::Event, scenario::word::set},
    {DraftObject::semaphore, Construct::semaphore, NamePool::semaphore, scenario::word::Semaphore,
     scenario::word::release},
    {DraftObject::bounded_semaphore, Construct::bounded_semaphore, NamePool::semaphore,
     scenario::word::BoundedSemaphore, scenario::word::release},
    {DraftObject::priority_queue, Construct::priority_queue, NamePool::queue, scenario::word::PriorityQueue,
     scenario::word::put},
    {DraftObject::lifo_queue, Construct::lifo_queue, NamePool::queue, scenario::word::LifoQueue,
     scenario::word::put},
}};

/// The row of that kind.
constexpr const ObjectRow& row_of(DraftObject::Kind kind) {
  const ObjectRow& row = object_rows[static_cast<std::size_t>(kind)];
  assert(row.kind == kind);
  return row;
}

}  // namespace windtunnel::generator
