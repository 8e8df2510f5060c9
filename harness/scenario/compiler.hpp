// Compiles a scenario to code. Constructs that the language has but this runtime does not are refused by
// name.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "harness/scenario/code.hpp"
#include "harness/scenario/compiler_scope.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// Working memory of the compiler, kept from one scenario to the next.
struct CompilerMemory {
  std::vector<std::uint32_t> global_slots;  ///< by word; 0 for none, else slot + 1
  std::deque<Scope> scopes;  ///< by nesting depth; only appended to, so that references stay valid
};

/// Compiles into `program`, reusing its memory. Throws SourceError, naming `file_name`, if the scenario is
/// too large to compile.
void compile(const Scenario& scenario, std::string_view file_name, Program& program, CompilerMemory& memory);
void compile(const Scenario& scenario, std::string_view file_name, Program& program);

}  // namespace windtunnel::scenario
