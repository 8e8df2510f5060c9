// Machine: the stack machine that runs a frame from its current position to its next yield, its return, or an
// exception that leaves it.
#pragma once

#include "harness/subjects/interpreter/frame.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

/// Runs one frame; made anew for each run.
class Machine {
 public:
  Machine(Interpreter& interpreter, Frame& frame)
      : interpreter_(interpreter), frame_(frame), stack_(frame.stack()), slots_(frame.slots()) {}

  /// Runs until the frame yields (frame.yielded is set, and the yielded value is returned), returns (its
  /// value), or raises (unset; the exception is in the interpreter).
  Value run();

 private:
  enum class Next { go_on, left };

  void push(Value value) { stack_[frame_.height++] = std::move(value); }
  Value pop() { return std::move(stack_[--frame_.height]); }
  Value& top() { return stack_[frame_.height - 1]; }
  void push_block(Block::Kind kind, std::uint32_t target, std::uint32_t level) {
    frame_.blocks()[frame_.block_count++] = Block{kind, target, level};
  }
  /// Replaces the operands on top by a result; returns false if the result is unset, that is, if something
  /// was raised.
  bool replace(std::uint32_t operands, Value result);

  // One instruction; false: something was raised. Each takes what it knows and passes the others on, the most
  // frequent ones first.
  bool step(const Instruction& instruction);
  bool step_values(const Instruction& instruction);
  bool step_flow(const Instruction& instruction);
  bool step_cells(const Instruction& instruction);
  bool load_global(std::uint32_t slot);
  bool unbound(Word name);
  bool call(const Instruction& instruction);
  bool load_method(Word name);
  bool build_dict(const Instruction& instruction);
  void make_lambda(std::uint32_t function);
  bool import_name(Word name);
  bool range_begin();
  bool match(const Instruction& instruction);
  bool enter_with(std::uint32_t cleanup);

  /// Leaves blocks until one of them takes over. Returns `left` if none does, with the value in
  /// `leaving_with_`.
  Next leave(Leaving why, Value payload);
  Next end_finally();
  Next exit_with();
  void begin_handling(Value exception);
  void drop_to(std::uint32_t level) {
    while (frame_.height > level) stack_[--frame_.height] = Value();
  }

  Interpreter& interpreter_;
  Frame& frame_;
  Value* stack_;
  Value* slots_;
  Value result_;
};

}  // namespace windtunnel::subjects
