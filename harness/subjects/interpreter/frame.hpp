// Frame: a call in progress, its position and its values. A coroutine's frame outlives the call that made it.
#pragma once

#include <cstdint>
#include <memory>

#include "harness/scenario/code.hpp"
#include "harness/subjects/interpreter/value.hpp"

namespace windtunnel::subjects {

/// Why a block is being left; it is on the value stack while a finally block runs.
enum class Leaving : std::uint8_t { nothing, exception, by_return, by_break, by_continue };

/// A block that control can leave: a loop, a try, an active handler.
struct Block {
  enum class Kind : std::uint8_t { loop, except, finally, handler };
  Kind kind;
  std::uint32_t target;  ///< where control goes
  std::uint32_t level;   ///< height of the value stack outside the block
};

/// One activation of a function. The slots, the value stack and the block stack follow it in the same memory.
class Frame {
 public:
  static Frame* make(const Function& function);
  void destroy() noexcept;

  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  const Function& function() const { return function_; }

  Value* slots() { return values_; }
  Value* stack() { return values_ + function_.slots; }
  Block* blocks() { return blocks_; }

  std::uint32_t pc;
  std::uint32_t height = 0;       ///< of the value stack
  std::uint32_t block_count = 0;  ///< of the block stack
  bool yielded = false;           ///< run_frame returned what was yielded, and wants the answer on the stack
  bool raise_on_entry = false;    ///< continue by raising the exception that the Interpreter holds
  Value handled;                  ///< the exception that is being handled
  Value lambda;                   ///< the LambdaObject being called, or unset

 private:
  explicit Frame(const Function& function);
  ~Frame();

  const Function& function_;
  Value* values_;
  Block* blocks_;
};

/// Destroys a frame that it owns.
struct FrameDeleter {
  void operator()(Frame* frame) const noexcept { frame->destroy(); }
};
using FramePtr = std::unique_ptr<Frame, FrameDeleter>;

}  // namespace windtunnel::subjects
