// Which variable a name means: the locals of one function or lambda while it is compiled, those of them that
// lambdas share, and what it captures itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/scenario/code.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// The variables of one function, lambda or the module's body, which has none: its variables are the globals.
class Scope {
 public:
  struct Local {
    Word name;
    bool in_cell;  ///< a lambda inside uses it
  };

  /// Begins a function, keeping the memory. `outer` is the function or lambda around a lambda, null for a
  /// function.
  void open(std::uint32_t function, Scope* outer);

  void add_parameter(Word name) { locals_.push_back({name, false}); }

  /// Finds the locals: whatever the body binds, unless it is declared global. Lambdas bind nothing outside
  /// themselves.
  void survey(const Scenario& tree, NodeId body);

  const std::vector<Local>& locals() const { return locals_; }
  std::optional<std::uint32_t> slot_of(Word name) const;

  /// The capture of `name` in a lambda, made if need be; nothing if no function around it has such a local.
  std::optional<std::uint32_t> capture_of(Word name);

  /// Writes what the finished function needs, its slots, stacks, cells and captures, into the program.
  void close(Program& program) const;

  std::uint32_t function() const { return function_; }

  // What the code emitted last does to the value stack and the block stack.
  void push(std::uint32_t count) { most_values_ = std::max(most_values_, values_ += count); }
  void pop(std::uint32_t count) { values_ -= count; }
  void push_block() {
    // A handler or cleanup takes the block's place and keeps up to three values beside what was there.
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
  std::uint32_t values_ = 0;  // on the value stack, here
  std::uint32_t most_values_ = 0;
  std::uint32_t blocks_ = 0;  // on the block stack, here
  std::uint32_t most_blocks_ = 0;
  Scope* outer_ = nullptr;
  std::vector<Local> locals_;
  std::vector<Captured> captured_;
  // What the survey has seen.
  std::vector<Word> bound_;
  std::vector<Word> declared_global_;
  std::vector<Word> used_by_lambdas_;
  std::vector<Word> parameters_around_;  // of the lambdas around the node that is walked
};

}  // namespace windtunnel
