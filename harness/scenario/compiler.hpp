// Compiles a scenario to code. What the language has but this runtime has not is refused here, by name.
#pragma once

#include <string_view>

#include "harness/scenario/code.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// Compiles into `program`, reusing its memory. Throws SourceError, with `file_name`, for names of the API that are not
/// available, and for a scenario too large to compile.
void compile(const Scenario& scenario, std::string_view file_name, Program& program);

}  // namespace windtunnel
