// Production: one way to draw a piece of a program, as a row of a table. Each group of constructs has a file
// with a table of its productions; a new area is a new file and a line in all_groups().
#pragma once

#include <cstdint>
#include <span>

#include "harness/generator/constructs.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::generator {

class Draft;

/// What a production makes.
enum class Category : std::uint8_t {
  statement,   ///< appends statements to the open block
  suspending,  ///< appends statements with a yield: only in a coroutine
  number,      ///< an integer or float
  test,        ///< a condition for `if`: any truth value
  value,       ///< any value of plain data
  future,      ///< an expression that is a Future
  yieldable,   ///< what may be yielded, other than a Future
  callback,    ///< appends to the call `context` a callable and its arguments
  handling,    ///< a statement of an exception handler, which must not cause itself again
};

inline constexpr std::size_t category_count = 9;

/// A row. If its construct is enabled, it is drawn in its category `weight` times as often as a row of weight
/// 1. The first row of a category, in the first group that has one, is the simplest. It is always enabled and
/// possible, and it is used if the drawn row is not possible.
struct Production {
  Construct construct;
  Category category;
  std::uint8_t weight;
  scenario::NodeId (*make)(Draft&, scenario::NodeId context);  ///< 0 for statements and callbacks
  bool (*possible)(const Draft&) = nullptr;                    ///< null: always
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

}  // namespace windtunnel::generator
