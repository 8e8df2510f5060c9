// The rules of the language that need more than the place where they are broken: an entry must exist, a class
// must have an earlier base, a name declared global must not have been used before. Most are what Python
// refuses to compile.
#pragma once

#include <string_view>

#include "harness/scenario/source_error.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// Python's limit of loops, `try` and `with` inside one another in a function (CO_MAXBLOCKS).
inline constexpr unsigned max_python_blocks = 20;

/// Throws SourceError for the first rule that is broken; `end` is where the text ends. The tree must be a
/// parser's: each text one Word, its nesting bounded.
void check_static_rules(const Scenario& tree, std::string_view file_name, SourcePlace end);

}  // namespace windtunnel
