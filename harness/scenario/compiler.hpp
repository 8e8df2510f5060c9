// Compiles a scenario to code. What the language has but this runtime has not is refused here, by name.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "harness/scenario/code.hpp"
#include "harness/scenario/compiler_scope.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// What compiling needs for itself, kept from one scenario to the next so that its memory is.
struct CompilerMemory {
  std::vector<std::uint32_t> global_slots;  ///< by word; 0 for none, else slot + 1
  std::deque<Scope> scopes;  ///< by depth of nesting; only added to, so that they stay where they are
};

/// Compiles into `program`, reusing its memory. Throws SourceError, with `file_name`, for a scenario too
/// large to compile.
void compile(const Scenario& scenario, std::string_view file_name, Program& program, CompilerMemory& memory);
void compile(const Scenario& scenario, std::string_view file_name, Program& program);

}  // namespace windtunnel
