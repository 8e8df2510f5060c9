#include "harness/subjects/interpreter/machine.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

Value Machine::run() {
  const Instruction* code = interpreter_.program().code.data();
  frame_.yielded = false;
  if (std::exchange(frame_.raise_on_entry, false) &&
      leave(Leaving::exception, interpreter_.take_raised()) == Next::left) {
    return std::move(result_);
  }
  for (;;) {
    interpreter_.spend();
    const Instruction& instruction = code[frame_.pc++];
    Next next = Next::go_on;
    switch (instruction.op) {
      case Op::yield:
        frame_.yielded = true;
        return pop();
      case Op::return_value:
        next = leave(Leaving::by_return, pop());
        break;
      case Op::raise:
        next = leave(Leaving::exception, to_exception(interpreter_, pop()));
        break;
      case Op::reraise:
        next = leave(Leaving::exception, frame_.handled);
        break;
      case Op::break_loop:
        next = leave(Leaving::by_break, Value());
        break;
      case Op::continue_loop:
        next = leave(Leaving::by_continue, Value::integer(instruction.c));
        break;
      case Op::end_finally:
        next = end_finally();
        break;
      case Op::exit_with:
        next = exit_with();
        break;
      default:
        if (!step(instruction)) next = leave(Leaving::exception, interpreter_.take_raised());
        break;
    }
    if (next == Next::left) return std::move(result_);
  }
}

bool Machine::step(const Instruction& instruction) {
  const std::uint32_t c = instruction.c;
  switch (instruction.op) {
    case Op::load_none:
      push(Value::none());
      return true;
    case Op::load_true:
      push(Value::boolean(true));
      return true;
    case Op::load_false:
      push(Value::boolean(false));
      return true;
    case Op::load_integer:
      push(Value::integer(interpreter_.program().integers[c]));
      return true;
    case Op::load_real:
      push(Value::real(interpreter_.program().reals[c]));
      return true;
    case Op::load_word:
      push(Value::word(c));
      return true;
    case Op::load_local:
      if (!slots_[c]) return unbound(no_word);
      push(slots_[c]);
      return true;
    case Op::store_local:
      slots_[c] = pop();
      return true;
    case Op::clear_local:
      slots_[c] = Value();
      return true;
    case Op::load_global:
      return load_global(c);
    case Op::store_global:
      if (interpreter_.names_things()) interpreter_.note_binding(top(), interpreter_.program().globals[c]);
      interpreter_.global(c) = pop();
      return true;
    case Op::clear_global:
      interpreter_.global(c) = Value();
      return true;
    case Op::load_handled:
      push(frame_.handled);
      return true;
    case Op::load_unset:
      push(Value());
      return true;
    case Op::pop:
      pop();
      return true;
    default:
      return step_values(instruction);
  }
}

bool Machine::step_values(const Instruction& instruction) {
  const std::uint32_t c = instruction.c;
  switch (instruction.op) {
    case Op::build_list: {
      std::vector<Value> items;
      items.reserve(c);
      for (std::uint32_t at = frame_.height - c; at < frame_.height; ++at) items.push_back(stack_[at]);
      return replace(c, make_list(interpreter_.heap(), std::move(items)));
    }
    case Op::build_dict:
      return build_dict(instruction);
    case Op::load_attribute:
      return replace(1, interpreter_.load_attribute(top(), c));
    case Op::load_method:
      return load_method(c);
    case Op::call:
      return call(instruction);
    case Op::make_function:
      push(Value::function(c));
      return true;
    case Op::make_lambda:
      make_lambda(c);
      return true;
    case Op::make_class:
      if (!is_exception_class(top())) {
        interpreter_.raise(word::TypeError, "the base of an exception class must be one");
        return false;
      }
      return replace(1, interpreter_.heap().make<ExceptionClassObject>(c, top()));
    case Op::import_name:
      push(Value::native(c));
      return true;
    case Op::compare:
      return replace(
          2, compare(interpreter_, static_cast<Comparison>(instruction.a), stack_[frame_.height - 2], top()));
    case Op::add:
      return replace(2, add(interpreter_, stack_[frame_.height - 2], top()));
    case Op::subtract:
      return replace(2, subtract(interpreter_, stack_[frame_.height - 2], top()));
    case Op::negate:
      return replace(1, negate(interpreter_, top()));
    case Op::posit:
      return replace(1, posit(interpreter_, top()));
    case Op::invert:
      return replace(1, Value::boolean(!truth(interpreter_, top())));
    default:
      return step_flow(instruction);
  }
}

bool Machine::step_flow(const Instruction& instruction) {
  const std::uint32_t c = instruction.c;
  switch (instruction.op) {
    case Op::jump:
      frame_.pc = c;
      return true;
    case Op::jump_if_false:
      if (!truth(interpreter_, pop())) frame_.pc = c;
      return true;
    case Op::jump_if_false_or_pop:
      truth(interpreter_, top()) ? static_cast<void>(pop()) : static_cast<void>(frame_.pc = c);
      return true;
    case Op::jump_if_true_or_pop:
      truth(interpreter_, top()) ? static_cast<void>(frame_.pc = c) : static_cast<void>(pop());
      return true;
    case Op::setup_loop:
      push_block(Block::Kind::loop, c, frame_.height);
      return true;
    case Op::setup_except:
      push_block(Block::Kind::except, c, frame_.height);
      return true;
    case Op::setup_finally:
      push_block(Block::Kind::finally, c, frame_.height);
      return true;
    case Op::pop_block:
      --frame_.block_count;
      return true;
    case Op::enter_finally:
      push(Value());
      push(Value());
      push(Value::integer(static_cast<int>(Leaving::nothing)));
      return true;
    case Op::match:
      return match(instruction);
    case Op::end_except:
      --frame_.block_count;
      frame_.handled = pop();
      return true;
    case Op::range_begin:
      return range_begin();
    case Op::range_next: {
      Value& counter = stack_[frame_.height - 2];
      if (counter.as_integer() >= top().as_integer()) {
        frame_.pc = c;
      } else {
        Value now = counter;
        counter = Value::integer(now.as_integer() + 1);
        push(std::move(now));
      }
      return true;
    }
    case Op::enter_with:
      return enter_with(c);
    default:
      return step_cells(instruction);
  }
}

// What a function shares with its lambdas.
bool Machine::step_cells(const Instruction& instruction) {
  const std::uint32_t c = instruction.c;
  switch (instruction.op) {
    case Op::load_cell:
      if (!slots_[c].as<CellObject>()->value) return unbound(no_word);
      push(slots_[c].as<CellObject>()->value);
      return true;
    case Op::store_cell:
      slots_[c].as<CellObject>()->value = pop();
      return true;
    case Op::clear_cell:
      slots_[c].as<CellObject>()->value = Value();
      return true;
    case Op::load_captured: {
      const Value& value = frame_.lambda.as<LambdaObject>()->captures[c].as<CellObject>()->value;
      if (!value) return unbound(word::NameError);
      push(value);
      return true;
    }
    default:
      assert(false && "run() takes the others");
      return true;
  }
}

bool Machine::replace(std::uint32_t operands, Value result) {
  if (!result) return false;
  drop_to(frame_.height - operands);
  push(std::move(result));
  return true;
}

bool Machine::unbound(Word kind) {
  if (kind == word::NameError) {
    interpreter_.raise(word::NameError, "free variable referenced before assignment in enclosing scope");
  } else {
    interpreter_.raise(word::UnboundLocalError, "local variable referenced before assignment");
  }
  return false;
}

bool Machine::load_global(std::uint32_t slot) {
  if (const Value& value = interpreter_.global(slot)) {
    push(value);
    return true;
  }
  Word name = interpreter_.program().globals[slot];
  if (is_builtin(name)) {
    push(Value::native(name));
    return true;
  }
  interpreter_.raise(word::NameError, "name '" + std::string(interpreter_.text(name)) + "' is not defined");
  return false;
}

bool Machine::load_method(Word name) {
  if (interpreter_.has_method(top(), name)) {
    Value self = pop();
    push(Value::word(name));
    push(std::move(self));
    return true;
  }
  if (!replace(1, interpreter_.load_attribute(top(), name))) return false;
  push(Value());
  return true;
}

bool Machine::call(const Instruction& instruction) {
  std::uint32_t positional = instruction.a;
  std::uint32_t named = instruction.b;
  std::uint32_t first = frame_.height - positional - named;
  // Few calls have named arguments, and they are not hot.
  std::vector<NamedArgument> names;
  for (std::uint32_t at = 0; at < named; ++at) {
    names.push_back({interpreter_.program().names[instruction.c + at], stack_[first + positional + at]});
  }
  Arguments arguments{{stack_ + first, positional}, names};
  const Value& callee = stack_[first - 2];
  const Value& self = stack_[first - 1];
  Value result = self ? interpreter_.call_method(self, callee.as_word(), arguments)
                      : interpreter_.call(callee, arguments);
  return replace(positional + named + 2, std::move(result));
}

bool Machine::build_dict(const Instruction& instruction) {
  std::uint32_t length = interpreter_.program().code[frame_.pc++].c;
  DictObject::Items items;
  for (std::uint32_t at = 0; at < length; ++at) {
    Word key = interpreter_.program().names[instruction.c + at];
    Value& value = stack_[frame_.height - length + at];
    auto same_key = [&](const auto& item) { return interpreter_.text(item.first) == interpreter_.text(key); };
    auto known = std::find_if(items.begin(), items.end(), same_key);
    if (known != items.end()) {
      known->second = value;
    } else {
      items.emplace_back(key, value);
    }
  }
  return replace(length, make_dict(interpreter_.heap(), std::move(items)));
}

void Machine::make_lambda(std::uint32_t function) {
  std::vector<Value> captures;
  const Program& program = interpreter_.program();
  for (const Capture& capture : program.captures_of(program.functions[function])) {
    captures.push_back(capture.from_slot ? slots_[capture.index]
                                         : frame_.lambda.as<LambdaObject>()->captures[capture.index]);
  }
  push(interpreter_.heap().make<LambdaObject>(function, std::move(captures)));
}

bool Machine::range_begin() {
  if (!top().is_integral()) {
    interpreter_.raise(word::TypeError, "'" + std::string(type_name(interpreter_, top())) +
                                            "' object cannot be interpreted as an integer");
    return false;
  }
  Value count = Value::integer(pop().as_integer());
  push(Value::integer(0));
  push(std::move(count));
  return true;
}

bool Machine::match(const Instruction& instruction) {
  Value type = pop();
  if (!is_exception_class(type)) {
    interpreter_.raise(word::TypeError, "catching classes that are no exceptions is not allowed");
    return false;
  }
  const auto* exception = frame_.handled.as<ExceptionObject>();
  if (!is_subclass(exception->type, type)) frame_.pc = instruction.c;
  return true;
}

bool Machine::enter_with(std::uint32_t cleanup) {
  Value entered = enter_context(interpreter_, top());
  if (!entered) return false;
  push_block(Block::Kind::finally, cleanup, frame_.height);
  push(std::move(entered));
  return true;
}

}  // namespace windtunnel::subjects
