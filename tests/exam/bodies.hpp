// Finds the function bodies of a source file, and in them the statements and conditions that the rules of the
// exam can change. It knows no types: it goes by the shape of the text, as clang-format writes it, and leaves
// out what it is not sure of.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/exam/tokens.hpp"

namespace windtunnel::exam {

/// A range of tokens, from `first` to `last`, both included.
struct Range {
  std::size_t first;
  std::size_t last;
};

/// A simple statement, with its semicolon.
struct Statement {
  enum class Kind { call, assignment, step, return_ };  ///< step: `++i;`, `--i;`

  Kind kind;
  Range range;
};

/// What a source file has for the rules, in the order of the text.
struct Bodies {
  std::vector<Statement> statements;
  std::vector<Range> conditions;  ///< of `if`, `while` and `for`, without their brackets; no declarations
};

Bodies bodies_of(const std::vector<Token>& tokens);

}  // namespace windtunnel::exam
