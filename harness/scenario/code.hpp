// The code that a scenario is compiled to, for a small stack machine. There is a machine because of
// coroutines: a frame that is data can stop at any yield, in the middle of an expression or a finally block,
// and continue later.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "harness/scenario/tree.hpp"
#include "harness/scenario/words.hpp"

namespace windtunnel::scenario {

/// The operations. `a`, `b`, `c` are the Instruction's fields; "pops" and "pushes" speak of the frame's value
/// stack.
enum class Op : std::uint8_t {
  load_none,
  load_true,
  load_false,
  load_integer,   // c: index of the constant
  load_real,      // c: index of the constant
  load_word,      // c: word of the string
  load_local,     // c: slot; raises UnboundLocalError
  store_local,    // c
  clear_local,    // c: unbinds
  load_cell,      // like local, through the cell in the slot
  store_cell,     // c
  clear_cell,     // c
  load_captured,  // c: index into the lambda's captures
  load_global,    // c: slot; falls back to the built-in exceptions, else NameError
  store_global,   // c
  clear_global,   // c
  load_handled,   // the exception that is being handled
  load_unset,     // in the place of a method's self
  pop,
  build_list,      // c: length
  build_dict,      // c: index of the first key in Program::names; the extra after it has the length
  extra,           // c: the second operand of the instruction before it
  load_attribute,  // c: word
  load_method,     // c: word; pops the object, pushes two values for call
  call,  // a: positional arguments; b: named arguments; c: index of the first name; pops callee and self too
  make_function,  // c: function
  make_lambda,    // c: function; captures as that function's Captures say
  make_class,     // c: word; pops the base
  import_name,    // c: word of the imported name
  compare,        // a: Comparison
  negate,
  posit,
  invert,  // not
  add,
  subtract,
  jump,                  // c: target
  jump_if_false,         // pops
  jump_if_false_or_pop,  // and
  jump_if_true_or_pop,   // or
  yield,                 // pops what is yielded; on resumption pushes the result or raises
  return_value,          // pops
  raise,                 // pops the exception
  reraise,               // the exception that is being handled
  setup_loop,            // c: where break goes
  setup_except,          // c: where an exception goes
  setup_finally,         // c: where everything goes
  pop_block,
  break_loop,
  continue_loop,  // c: where the loop tests
  enter_finally,  // pushes "nothing is pending"
  end_finally,    // pops what is pending and carries on with it
  match,          // pops a class; jumps to c if the exception being handled is not an instance of it
  end_except,     // the exception is handled; the previous one is current again
  range_begin,    // pops the count, pushes counter and end
  range_next,     // pushes the counter, or jumps to c at the end
  enter_with,     // pops the context manager, pushes its exit, sets up a block whose cleanup is at c, pushes
                  // what enter gave
  exit_with,      // pops what is pending and the manager, leaves it, carries on
};

/// One operation.
struct Instruction {
  Op op;
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t node = 0;  ///< the statement that it came from
};

/// Where a lambda finds a variable when it is created: a cell in a slot of the enclosing function, or a
/// capture of the enclosing lambda.
struct Capture {
  bool from_slot;
  std::uint32_t index;
};

/// One function, lambda or the module's body.
struct Function {
  Word name = no_word;
  Role role = Role::plain;
  bool is_lambda = false;
  bool yields = false;
  std::uint32_t node = 0;           ///< its node in the tree
  std::uint32_t entry = 0;          ///< index of its first instruction
  std::uint32_t parameters = 0;     ///< its parameters are slots 0, 1, ...
  std::uint32_t first_name = 0;     ///< their names, in Program::names
  std::uint32_t slots = 0;          ///< local variables
  std::uint32_t stack = 0;          ///< greatest depth of its value stack
  std::uint32_t blocks = 0;         ///< greatest depth of its block stack
  std::uint32_t first_cell = 0;     ///< the slots that live in cells, in Program::cells
  std::uint32_t cells = 0;          ///< their number
  std::uint32_t first_capture = 0;  ///< of a lambda, in Program::captures
  std::uint32_t captures = 0;       ///< their number
};

/// A compiled scenario. Function 0 is the module's body.
struct Program {
  std::vector<Instruction> code;
  std::vector<Function> functions;
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<Word> names;
  std::vector<std::uint32_t> cells;
  std::vector<Capture> captures;
  std::vector<Word> globals;  ///< the name of each global slot
  std::uint32_t main_slot = 0;

  /// Empties the program; keeps the memory.
  void clear();

  std::span<const std::uint32_t> cells_of(const Function& function) const {
    return {cells.data() + function.first_cell, function.cells};
  }
  std::span<const Capture> captures_of(const Function& function) const {
    return {captures.data() + function.first_capture, function.captures};
  }
};

}  // namespace windtunnel::scenario
