// From text to tree. What the parser lets through is a program of the scenario language and one that
// Python 3.11 compiles; everything else is refused with its place, what was found there and what is allowed.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// How deep blocks, brackets and operators may stand inside one another.
inline constexpr unsigned max_nesting = 100;

/// How many nodes a parsed scenario may have.
inline constexpr std::size_t max_nodes = 100'000;

/// The scenario that the text is. A `-` right before a number that is no operand of anything tighter is part
/// of the literal; `-(3)` is a negation. Throws SourceError, which names the file as `file_name`.
Scenario parse(std::string_view text, std::string_view file_name);

}  // namespace windtunnel
