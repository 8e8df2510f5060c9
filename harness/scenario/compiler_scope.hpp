// Which variable a name means: the locals of one function or lambda while it is compiled, those of them that
// lambdas share, and what it captures itself.
#pragma once

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

  /// Writes the slots, cells and captures of the finished function into the program.
  void close(Program& program) const;

  std::uint32_t function() const { return function_; }

  std::uint32_t depth = 0;   ///< of the value stack, here
  std::uint32_t blocks = 0;  ///< of the block stack, here

 private:
  struct Captured {
    Word name;
    Capture from;
  };

  void walk(const Scenario& tree, NodeId id);

  std::uint32_t function_ = 0;
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
