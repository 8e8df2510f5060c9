// Scope: which variable a name means. It knows the locals of one function or lambda while that is compiled,
// which of them are shared with lambdas, and what it captures itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/scenario/code.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// The variables of one function or lambda. The module's body has none: its variables are the globals.
class Scope {
 public:
  struct Local {
    Word name;
    bool in_cell;  ///< an inner lambda uses it
  };

  /// Begins a function; keeps the memory. `outer` is the function or lambda that encloses a lambda, null for
  /// a function.
  void open(std::uint32_t function, Scope* outer);

  void add_parameter(Word name) { locals_.push_back({name, false}); }

  /// Finds the locals: every name that the body binds, unless it is declared global. A lambda binds nothing
  /// outside itself.
  void survey(const Scenario& tree, NodeId body);

  const std::vector<Local>& locals() const { return locals_; }
  std::optional<std::uint32_t> slot_of(Word name) const;

  /// The capture of `name` in a lambda, created if needed; empty if no enclosing function has such a local.
  std::optional<std::uint32_t> capture_of(Word name);

  /// Writes the data of the finished function, its slots, stacks, cells and captures, into the program.
  void close(Program& program) const;

  std::uint32_t function() const { return function_; }

  // The effect of the last instruction on the value stack and the block stack.
  void push(std::uint32_t count) { most_values_ = std::max(most_values_, values_ += count); }
  void pop(std::uint32_t count) { values_ -= count; }
  void push_block() {
    // A handler or cleanup replaces the block and keeps up to three values in addition.
    most_blocks_ = std::max(most_blocks_, ++blocks_ + 1);
    most_values_ = std::max(most_values_, values_ + 4);
  }
  void pop_block() { --blocks_; }

 private:
  struct Captured {
    Word name;
    Capture from;
  };

  void walk(const Scenario& tree, NodeId id);

  std::uint32_t function_ = 0;
  std::uint32_t values_ = 0;  // on the value stack, at this point
  std::uint32_t most_values_ = 0;
  std::uint32_t blocks_ = 0;  // on the block stack, at this point
  std::uint32_t most_blocks_ = 0;
  Scope* outer_ = nullptr;
  std::vector<Local> locals_;
  std::vector<Captured> captured_;
  // Results of the survey.
  std::vector<Word> bound_;
  std::vector<Word> declared_global_;
  std::vector<Word> used_by_lambdas_;
  std::vector<Word> parameters_around_;  // of the lambdas that enclose the current node
};

}  // namespace windtunnel::scenario
