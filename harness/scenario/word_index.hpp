// WordIndex: finds the Word of a text, or the keyword, with one hash. `Words::intern` is linear, which is too
// slow for a parser that reads some hundred names in a few microseconds.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/scenario/token.hpp"
#include "harness/scenario/words.hpp"

namespace windtunnel::scenario {

/// An index over the words of one scenario, which must be empty at first and must get all its words here.
class WordIndex {
 public:
  explicit WordIndex(Words& words) : words_(words) {}

  /// A name or a keyword: the kind, and the Word if it is a name.
  struct Found {
    TokenKind kind;
    Word word;
  };
  Found name(std::string_view text);

  /// The Word of any text, keyword or not.
  Word word(std::string_view text);

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Word word = no_word;
  };

  Word own_word(std::string_view text, std::uint32_t hash);
  void grow();

  Words& words_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace windtunnel::scenario
