// Cuts C++ into tokens, just well enough for the rules of the exam: comments and preprocessor lines are left
// out, strings are one token, and brackets know their partners.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace windtunnel::exam {

/// A word, a number, a string or a punctuator.
struct Token {
  enum class Kind { word, number, string, punctuator };

  Kind kind;
  std::size_t begin;      ///< where it is in the text
  std::string_view text;  ///< part of the text that was cut
  bool spaced;            ///< white space is before and after it: `a < b`, not `vector<int>`
  std::size_t partner;    ///< of a bracket: the index of the other one; of other tokens: its own index

  std::size_t end() const { return begin + text.size(); }
  bool is(std::string_view other) const { return text == other; }
};

/// The tokens of a source file. They point into `text`, which must outlive them. Throws std::invalid_argument
/// if a bracket has no partner.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace windtunnel::exam
