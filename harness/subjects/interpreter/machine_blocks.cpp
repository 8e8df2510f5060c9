// How control leaves blocks: by exception, return, break and continue, through handlers, finally and with.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/machine.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

// The exception counts as handled until the handler's block is left; meanwhile the previously handled one is
// on the stack.
void Machine::begin_handling(Value exception) {
  push_block(Block::Kind::handler, 0, frame_.height);
  push(std::exchange(frame_.handled, std::move(exception)));
}

Machine::Next Machine::leave(Leaving why, Value payload) {
  while (frame_.block_count > 0) {
    Block block = frame_.blocks()[frame_.block_count - 1];
    if (block.kind == Block::Kind::loop && why == Leaving::by_continue) {
      drop_to(block.level);
      frame_.pc = payload.as_index();
      return Next::go_on;
    }
    --frame_.block_count;
    switch (block.kind) {
      case Block::Kind::handler:
        frame_.handled = std::move(stack_[block.level]);
        drop_to(block.level);
        break;
      case Block::Kind::loop:
        drop_to(block.level);
        if (why != Leaving::by_break) break;
        frame_.pc = block.target;
        return Next::go_on;
      case Block::Kind::except:
        drop_to(block.level);
        if (why != Leaving::exception) break;
        begin_handling(std::move(payload));
        frame_.pc = block.target;
        return Next::go_on;
      case Block::Kind::finally:
        drop_to(block.level);
        if (why == Leaving::exception) {
          begin_handling(payload);
        } else {
          push(Value());
        }
        push(std::move(payload));
        push(Value::integer(static_cast<int>(why)));
        frame_.pc = block.target;
        return Next::go_on;
    }
  }
  if (why == Leaving::exception) {
    interpreter_.raise(std::move(payload));
    result_ = Value();
  } else {
    result_ = std::move(payload);
  }
  return Next::left;
}

Machine::Next Machine::end_finally() {
  auto why = static_cast<Leaving>(pop().as_integer());
  Value payload = pop();
  if (why == Leaving::exception) {
    --frame_.block_count;
    frame_.handled = std::move(top());
  }
  pop();
  return why == Leaving::nothing ? Next::go_on : leave(why, std::move(payload));
}

Machine::Next Machine::exit_with() {
  auto why = static_cast<Leaving>(top().as_integer());
  const Value& manager = stack_[frame_.height - 4];
  Value swallow =
      exit_context(interpreter_, manager, why == Leaving::exception ? stack_[frame_.height - 2] : Value());
  if (!swallow) return leave(Leaving::exception, interpreter_.take_raised());
  if (why != Leaving::exception || !truth(interpreter_, swallow)) return end_finally();
  drop_to(frame_.height - 2);
  --frame_.block_count;
  frame_.handled = pop();
  return Next::go_on;
}

}  // namespace windtunnel::subjects
