#include "harness/scenario/compiler.hpp"

#include <optional>

#include "harness/scenario/compiler_core.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::scenario {

void Compiler::compile_module() {
  program_.clear();
  memory_.global_slots.assign(tree_.words.end(), 0);
  open_scope(add_function(0, no_word, Role::plain), nullptr);
  program_.main_slot = global_slot(word::main);
  for (NodeId item : children_of(tree_, 0)) statement(item);
  end_function();
  close_scope(nullptr);
  // Function bodies come after the module's code. There are no nested functions.
  for (std::uint32_t at = 1; at < program_.functions.size(); ++at) {
    if (!program_.functions[at].is_lambda) function_body(at);
  }
}

std::uint32_t Compiler::add_function(NodeId id, Word name, Role role) {
  Function& added = program_.functions.emplace_back();
  added.name = name;
  added.role = role;
  added.node = id;
  return static_cast<std::uint32_t>(program_.functions.size() - 1);
}

void Compiler::open_scope(std::uint32_t index, Scope* outer) {
  if (open_scopes_ == memory_.scopes.size()) memory_.scopes.emplace_back();
  scope_ = &memory_.scopes[open_scopes_++];
  scope_->open(index, outer);
  function().entry = here();
  function().first_name = static_cast<std::uint32_t>(program_.names.size());
}

void Compiler::close_scope(Scope* outer) {
  scope_->close(program_);
  --open_scopes_;
  scope_ = outer;
}

void Compiler::add_parameter(Word name) {
  scope_->add_parameter(name);
  program_.names.push_back(name);
  ++function().parameters;
}

void Compiler::end_function() {
  load_constant(Op::load_none);
  emit(Op::return_value);
  pop();
}

void Compiler::declare_function(NodeId id) {
  const Node& definition = node(id);
  std::uint32_t index = add_function(id, definition.name, definition.role());
  if (definition.role() != Role::plain) {
    // The decorator is evaluated like any expression: without the import it is a NameError.
    load(word::gen);
    emit(Op::load_attribute, definition.role() == Role::coroutine ? word::coroutine : word::engine);
    emit(Op::pop);
    pop();
  }
  load_constant(Op::make_function, index);
  store(definition.name);
}

void Compiler::function_body(std::uint32_t index) {
  NodeId id = program_.functions[index].node;
  NodeId parameters = tree_.child(id, 0);
  NodeId body = node(parameters).next_sibling;
  open_scope(index, nullptr);
  for (NodeId parameter : children_of(tree_, parameters)) add_parameter(node(parameter).name);
  scope_->survey(tree_, body);
  at_ = id;
  block(body);
  end_function();
  close_scope(nullptr);
}

std::uint32_t Compiler::global_slot(Word name) {
  std::uint32_t& slot = memory_.global_slots[name];
  if (slot == 0) {
    program_.globals.push_back(name);
    slot = static_cast<std::uint32_t>(program_.globals.size());
  }
  return slot - 1;
}

void Compiler::access(Word name, Access how) {
  constexpr Op locals[] = {Op::load_local, Op::store_local, Op::clear_local};
  constexpr Op cells[] = {Op::load_cell, Op::store_cell, Op::clear_cell};
  constexpr Op globals[] = {Op::load_global, Op::store_global, Op::clear_global};
  auto index = static_cast<std::size_t>(how);
  if (auto slot = scope_->slot_of(name)) {
    emit(scope_->locals()[*slot].in_cell ? cells[index] : locals[index], *slot);
  } else if (auto capture = how == Access::load ? scope_->capture_of(name) : std::nullopt) {
    emit(Op::load_captured, *capture);
  } else {
    emit(globals[index], global_slot(name));
  }
  if (how == Access::load) push();
  if (how == Access::store) pop();
}

void compile(const Scenario& scenario, std::string_view file_name, Program& program, CompilerMemory& memory) {
  Compiler(scenario, file_name, program, memory).compile_module();
}

void compile(const Scenario& scenario, std::string_view file_name, Program& program) {
  CompilerMemory memory;
  compile(scenario, file_name, program, memory);
}

}  // namespace windtunnel::scenario
