// The parser: from text to tree. It accepts programs of the scenario language that Python 3.11 compiles;
// everything else is refused with its position, what was found there and what is allowed.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// How deeply blocks, brackets and operators may be nested.
inline constexpr unsigned max_nesting = 100;

/// How many nodes a parsed scenario may have.
inline constexpr std::size_t max_nodes = 100'000;

/// Parses the text. A `-` right before a number is part of the literal, unless the number is an operand of
/// something that binds more tightly; `-(3)` is a negation. Throws SourceError, which names the file as
/// `file_name`.
Scenario parse(std::string_view text, std::string_view file_name);

}  // namespace windtunnel::scenario
