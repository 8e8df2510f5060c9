// One way to draw a piece of program, as a row of a table. Each group of constructs is a file of its own with
// a table of its productions; a new area is a new file and a line in all_groups().
#pragma once

#include <cstdint>
#include <span>

#include "harness/generator/constructs.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

class Draft;

/// What a production makes.
enum class Category : std::uint8_t {
  statement,   ///< appends statements to the open block
  suspending,  ///< the same, with a yield: only in a coroutine
  number,      ///< an integer or float
  test,        ///< what is asked by `if`: any truth value
  value,       ///< any value of plain data
  future,      ///< an expression that is a Future
  yieldable,   ///< what may be yielded besides a Future
  callback,    ///< appends to the call `context` a callable and its arguments
  handling,    ///< a statement of an exception handler, which must not bring itself about again
};

inline constexpr std::size_t category_count = 9;

/// A row: drawn in its category `weight` times as often as a row of weight 1, if its construct is enabled.
/// The first row of a category in the first group that has one is the simplest: it is always enabled and
/// always possible, and taken where what was drawn is not possible.
struct Production {
  Construct construct;
  Category category;
  std::uint8_t weight;
  NodeId (*make)(Draft&, NodeId context);    ///< 0 for statements and callbacks
  bool (*possible)(const Draft&) = nullptr;  ///< always, if there is none
};

using ProductionGroup = std::span<const Production>;

ProductionGroup statement_productions();   ///< logging, assignment, control flow, errors
ProductionGroup expression_productions();  ///< numbers, tests, values
ProductionGroup future_productions();      ///< Futures and their methods
ProductionGroup callback_productions();    ///< IOLoop's callbacks, timers, external events
ProductionGroup yield_productions();       ///< what coroutines wait for
ProductionGroup lock_productions();        ///< locks, events, conditions, semaphores
ProductionGroup queue_productions();       ///< queues
ProductionGroup context_productions();     ///< stack contexts
ProductionGroup key_productions();         ///< gen.Callback and what waits for it
ProductionGroup task_productions();        ///< gen.Task, engines, the callback of a coroutine

}  // namespace windtunnel
