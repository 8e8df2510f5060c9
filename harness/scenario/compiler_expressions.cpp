// The values: expressions and yields. Each leaves one value on the stack.
#include <cassert>

#include "harness/scenario/compiler_core.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::scenario {

void Compiler::value(NodeId id) {
  const Node& v = node(id);
  NodeId first = v.first_child;
  switch (v.kind) {
    case NodeKind::integer:
      program_.integers.push_back(v.integer);
      return load_constant(Op::load_integer, static_cast<std::uint32_t>(program_.integers.size() - 1));
    case NodeKind::real:
      program_.reals.push_back(v.real);
      return load_constant(Op::load_real, static_cast<std::uint32_t>(program_.reals.size() - 1));
    case NodeKind::string:
      return load_constant(Op::load_word, v.name);
    case NodeKind::none:
      return load_constant(Op::load_none);
    case NodeKind::true_value:
      return load_constant(Op::load_true);
    case NodeKind::false_value:
      return load_constant(Op::load_false);
    case NodeKind::name_ref:
      return load(v.name);
    case NodeKind::attribute:
      value(first);
      emit(Op::load_attribute, v.name);
      return;
    case NodeKind::call:
      return call(id);
    case NodeKind::list:
      return list(id);
    case NodeKind::dict:
      return dict(id);
    case NodeKind::lambda:
      return lambda(id);
    case NodeKind::compare:
      return binary(Op::compare, first, v.flag);
    case NodeKind::add:
      return binary(Op::add, first);
    case NodeKind::subtract:
      return binary(Op::subtract, first);
    case NodeKind::and_op:
      return short_circuit(Op::jump_if_false_or_pop, first);
    case NodeKind::or_op:
      return short_circuit(Op::jump_if_true_or_pop, first);
    case NodeKind::not_op:
      return unary(Op::invert, first);
    case NodeKind::negate:
      return unary(Op::negate, first);
    case NodeKind::posit:
      return unary(Op::posit, first);
    case NodeKind::yield_expr:
      function().yields = true;
      return unary(Op::yield, first);
    default:
      assert(false && "a value is an expression or a yield");
  }
}

void Compiler::load_constant(Op op, std::uint32_t c) {
  emit(op, c);
  push();
}

void Compiler::unary(Op op, NodeId operand) {
  value(operand);
  emit(op);
}

void Compiler::binary(Op op, NodeId left, std::uint8_t a) {
  value(left);
  value(node(left).next_sibling);
  emit(op, 0, a);
  pop();
}

void Compiler::short_circuit(Op op, NodeId left) {
  value(left);
  std::uint32_t to_end = emit(op);
  pop();
  value(node(left).next_sibling);
  patch(to_end);
}

void Compiler::call(NodeId id) {
  NodeId first = node(id).first_child;
  callee(first);
  std::uint32_t positional = 0;
  std::uint32_t named = 0;
  for (NodeId at = node(first).next_sibling; at != 0; at = node(at).next_sibling) {
    bool has_name = node(at).kind == NodeKind::keyword;
    value(has_name ? node(at).first_child : at);
    ++(has_name ? named : positional);
  }
  if (positional > 255 || named > 255) {
    throw SourceError(file_, {node(id).line, node(id).column}, "a call with more than 255 arguments",
                      "at most 255");
  }
  auto first_name = static_cast<std::uint32_t>(program_.names.size());
  for (NodeId at = node(first).next_sibling; named > 0 && at != 0; at = node(at).next_sibling) {
    if (node(at).kind == NodeKind::keyword) program_.names.push_back(node(at).name);
  }
  emit(Op::call, first_name, static_cast<std::uint8_t>(positional), static_cast<std::uint16_t>(named));
  pop(positional + named + 1);
}

// Emits two values: the callee, and the object if the callee is a method.
void Compiler::callee(NodeId id) {
  if (node(id).kind == NodeKind::attribute) {
    value(node(id).first_child);
    emit(Op::load_method, node(id).name);
    push();
  } else {
    value(id);
    load_constant(Op::load_unset);
  }
}

void Compiler::list(NodeId id) {
  std::uint32_t length = 0;
  for (NodeId item : children_of(tree_, id)) {
    value(item);
    ++length;
  }
  pop(length);
  load_constant(Op::build_list, length);
}

void Compiler::dict(NodeId id) {
  std::uint32_t length = 0;
  for (NodeId item : children_of(tree_, id)) {
    value(node(item).first_child);
    ++length;
  }
  auto first_key = static_cast<std::uint32_t>(program_.names.size());
  for (NodeId item : children_of(tree_, id)) program_.names.push_back(node(item).name);
  pop(length);
  load_constant(Op::build_dict, first_key);
  emit(Op::extra, length);
}

// The code of a lambda is inside that of the enclosing function; a jump skips it.
void Compiler::lambda(NodeId id) {
  Scope* outer = scope_;
  std::uint32_t past = emit(Op::jump);
  std::uint32_t index = add_function(id, no_word, Role::plain);
  program_.functions[index].is_lambda = true;
  open_scope(index, outer);
  if (node(id).name != no_word) add_parameter(node(id).name);
  NodeId body = node(id).first_child;
  scope_->survey(tree_, body);
  value(body);
  emit(Op::return_value);
  pop();
  close_scope(outer);
  patch(past);
  load_constant(Op::make_lambda, index);
}

}  // namespace windtunnel::scenario
