// The statements.
#include <utility>

#include "harness/scenario/compiler_core.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::scenario {

namespace {

constexpr std::size_t most_instructions = 4'000'000;

}  // namespace

// Ends a block that `setup` began; `body` and `end` run however the block is left.
template <class Body>
void Compiler::cleanup(std::uint32_t setup, Op end, Body body) {
  emit(Op::pop_block);
  pop_block();
  emit(Op::enter_finally);
  patch(setup);
  push(3);
  push_block();  // a pending exception counts as handled meanwhile
  body();
  emit(end);
  pop_block();
  pop(3);
}

void Compiler::block(NodeId id) {
  for (NodeId child : children_of(tree_, id)) statement(child);
}

void Compiler::statement(NodeId id) {
  at_ = id;
  const Node& s = node(id);
  if (program_.code.size() > most_instructions) {
    throw SourceError(file_, {s.line, s.column}, "a scenario of more than 4,000,000 instructions",
                      "a smaller one");
  }
  NodeId first = s.first_child;
  switch (s.kind) {
    case NodeKind::import_from:
      return import(id);
    case NodeKind::class_def:
      value(first);
      emit(Op::make_class, s.name);
      store(s.name);
      break;
    case NodeKind::function_def:
      return declare_function(id);
    case NodeKind::assign:
      value(first);
      store(s.name);
      break;
    case NodeKind::expression:
      value(first);
      emit(Op::pop);
      pop();
      break;
    case NodeKind::return_stmt:
      return return_statement(first);
    case NodeKind::raise_stmt:
      return raise_statement(first);
    case NodeKind::if_stmt:
      return if_statement(id);
    case NodeKind::while_stmt:
    case NodeKind::for_stmt:
      return loop_statement(id);
    case NodeKind::try_stmt:
      return try_statement(id);
    case NodeKind::with_stmt:
      return with_statement(id);
    case NodeKind::break_stmt:
      emit(Op::break_loop);
      break;
    case NodeKind::continue_stmt:
      emit(Op::continue_loop, loop_test_);
      break;
    default:  // pass, global: nothing to do
      break;
  }
}

void Compiler::import(NodeId id) {
  for (NodeId name : children_of(tree_, id)) {
    load_constant(Op::import_name, node(name).name);
    store(node(name).name);
  }
}

void Compiler::return_statement(NodeId value_id) {
  if (value_id != 0) {
    value(value_id);
  } else {
    load_constant(Op::load_none);
  }
  emit(Op::return_value);
  pop();
}

void Compiler::raise_statement(NodeId exception) {
  if (exception == 0) {
    emit(Op::reraise);
    return;
  }
  value(exception);
  emit(Op::raise);
  pop();
}

void Compiler::if_statement(NodeId id) {
  NodeId test = tree_.child(id, 0);
  NodeId then = node(test).next_sibling;
  NodeId otherwise = node(then).next_sibling;
  value(test);
  std::uint32_t to_else = emit(Op::jump_if_false);
  pop();
  block(then);
  if (otherwise == 0) return patch(to_else);
  std::uint32_t to_end = emit(Op::jump);
  patch(to_else);
  block(otherwise);
  patch(to_end);
}

void Compiler::loop_statement(NodeId id) {
  const Node& loop = node(id);
  bool counts = loop.kind == NodeKind::for_stmt;
  NodeId first = loop.first_child;
  NodeId body = node(first).next_sibling;
  if (counts) {
    value(first);
    emit(Op::range_begin);
    push();
  }
  std::uint32_t setup = emit(Op::setup_loop);
  push_block();
  std::uint32_t outer_test = std::exchange(loop_test_, here());
  std::uint32_t to_end;
  if (counts) {
    to_end = emit(Op::range_next);
    push();
    store(loop.name);
  } else {
    value(first);
    to_end = emit(Op::jump_if_false);
    pop();
  }
  block(body);
  at_ = id;
  emit(Op::jump, loop_test_);
  patch(to_end);
  emit(Op::pop_block);
  pop_block();
  patch(setup);
  loop_test_ = outer_test;
  if (counts) {
    emit(Op::pop);
    emit(Op::pop);
    pop(2);
  }
}

void Compiler::try_statement(NodeId id) {
  NodeId body = node(id).first_child;
  NodeId at = node(body).next_sibling;
  NodeId handlers = at;
  while (at != 0 && node(at).kind == NodeKind::handler) at = node(at).next_sibling;
  bool has_handlers = handlers != at;
  NodeId otherwise = at != 0 && node(at).kind == NodeKind::else_clause ? at : 0;
  if (otherwise != 0) at = node(at).next_sibling;
  NodeId finally = at;

  std::uint32_t setup_finally = 0;
  if (finally != 0) {
    setup_finally = emit(Op::setup_finally);
    push_block();
  }
  if (has_handlers) {
    try_except(body, handlers, otherwise);
  } else {
    block(body);
  }
  if (finally != 0) cleanup(setup_finally, Op::end_finally, [&] { block(tree_.child(finally, 0)); });
}

void Compiler::try_except(NodeId body, NodeId handlers, NodeId otherwise) {
  std::uint32_t setup = emit(Op::setup_except);
  push_block();
  block(body);
  emit(Op::pop_block);
  pop_block();
  if (otherwise != 0) block(tree_.child(otherwise, 0));
  // Until they are patched, the jumps to the end form a list: each holds the index of the one before; 0 ends
  // it.
  std::uint32_t to_end = emit(Op::jump, 0);
  patch(setup);
  // Entered inside a handler's block, with the previously handled exception on the stack.
  push();
  push_block();
  for (NodeId at = handlers; at != 0 && node(at).kind == NodeKind::handler; at = node(at).next_sibling) {
    at_ = at;
    NodeId type = node(at).first_child;
    NodeId handler_body = node(type).next_sibling;
    std::uint32_t to_next = 0;
    if (handler_body == 0) {
      handler_body = type;  // a bare except
    } else {
      value(type);
      to_next = emit(Op::match);
      pop();
    }
    handler(node(at).name, handler_body);
    to_end = emit(Op::jump, to_end);
    if (to_next != 0) patch(to_next);
  }
  emit(Op::reraise);
  pop();
  pop_block();
  while (to_end != 0) {
    std::uint32_t jump = std::exchange(to_end, program_.code[to_end].c);
    patch(jump);
  }
}

// After the body, the name is unbound and the exception is no longer being handled.
void Compiler::handler(Word name, NodeId body) {
  if (name == no_word) {
    block(body);
  } else {
    emit(Op::load_handled);
    push();
    store(name);
    std::uint32_t setup = emit(Op::setup_finally);
    push_block();
    block(body);
    cleanup(setup, Op::end_finally, [&] { access(name, Access::clear); });
  }
  emit(Op::end_except);
}

void Compiler::with_statement(NodeId id) {
  NodeId subject = node(id).first_child;
  NodeId body = node(subject).next_sibling;
  value(subject);
  std::uint32_t setup = emit(Op::enter_with);
  push_block();
  push();
  if (node(id).name != no_word) {
    store(node(id).name);
  } else {
    emit(Op::pop);
    pop();
  }
  block(body);
  at_ = id;
  cleanup(setup, Op::exit_with, [] {});
  emit(Op::pop);
  pop();
}

}  // namespace windtunnel::scenario
