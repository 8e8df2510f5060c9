// Rules of the language that depend on more than one place: there must be an entry, a class needs an earlier
// base, a name declared global must not have been used before. Most of them are what Python refuses to
// compile.
#pragma once

#include <string_view>

#include "harness/scenario/source_error.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// Python's limit for nesting loops, `try` and `with` in a function (CO_MAXBLOCKS).
inline constexpr unsigned max_python_blocks = 20;

/// Throws SourceError for the first violated rule; `end` is the place where the text ends. The tree must come
/// from the parser: one Word for each text, bounded nesting.
void check_static_rules(const Scenario& tree, std::string_view file_name, SourcePlace end);

}  // namespace windtunnel::scenario
