// The compiler: one pass over the tree that emits code as it goes. Its parts are in compiler.cpp (functions),
// compiler_statements.cpp and compiler_expressions.cpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/core/append.hpp"
#include "harness/scenario/compiler.hpp"

namespace windtunnel::scenario {

/// Compiles one scenario.
class Compiler {
 public:
  Compiler(const Scenario& tree, std::string_view file, Program& program, CompilerMemory& memory)
      : tree_(tree), file_(file), program_(program), memory_(memory) {}

  void compile_module();

 private:
  enum class Access { load, store, clear };

  const Node& node(NodeId id) const { return tree_[id]; }

  // --- emitting

  std::uint32_t emit(Op op, std::uint32_t c = 0, std::uint8_t a = 0, std::uint16_t b = 0) {
    core::append(program_.code, Instruction{op, a, b, c, at_});
    return here() - 1;
  }
  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.code.size()); }
  /// Makes a jump that was emitted earlier lead here.
  void patch(std::uint32_t instruction) { program_.code[instruction].c = here(); }

  void push(std::uint32_t count = 1) { scope_->push(count); }
  void pop(std::uint32_t count = 1) { scope_->pop(count); }
  void push_block() { scope_->push_block(); }
  void pop_block() { scope_->pop_block(); }

  // --- functions and names

  Function& function() { return program_.functions[scope_->function()]; }
  std::uint32_t add_function(NodeId id, Word name, Role role);
  void open_scope(std::uint32_t function, Scope* outer);
  void close_scope(Scope* outer);
  void add_parameter(Word name);
  void end_function();
  void declare_function(NodeId id);
  void function_body(std::uint32_t index);

  std::uint32_t global_slot(Word name);
  void access(Word name, Access how);
  void load(Word name) { access(name, Access::load); }
  void store(Word name) { access(name, Access::store); }

  // --- statements

  void block(NodeId id);
  void statement(NodeId id);
  void import(NodeId id);
  void return_statement(NodeId value_id);
  void raise_statement(NodeId exception);
  void if_statement(NodeId id);
  void loop_statement(NodeId id);
  void try_statement(NodeId id);
  void try_except(NodeId body, NodeId handlers, NodeId otherwise);
  void handler(Word name, NodeId body);
  void with_statement(NodeId id);
  template <class Body>
  void cleanup(std::uint32_t setup, Op end, Body body);

  // --- values

  void value(NodeId id);
  void load_constant(Op op, std::uint32_t c = 0);
  void unary(Op op, NodeId operand);
  void binary(Op op, NodeId left, std::uint8_t a = 0);
  void short_circuit(Op op, NodeId left);
  void call(NodeId id);
  void callee(NodeId id);
  void list(NodeId id);
  void dict(NodeId id);
  void lambda(NodeId id);

  const Scenario& tree_;
  std::string_view file_;
  Program& program_;
  CompilerMemory& memory_;
  Scope* scope_ = nullptr;
  std::size_t open_scopes_ = 0;
  std::uint32_t loop_test_ = 0;  // where continue goes
  NodeId at_ = 0;                // the statement whose code is being emitted
};

}  // namespace windtunnel::scenario
