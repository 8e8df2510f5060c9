// Word: the names and strings of a scenario as small numbers. The words of the language's own API have fixed
// numbers, so that the compiler and the interpreter can switch on them; a scenario's own words follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::scenario {

/// A name or string: an index into the fixed words, then into the scenario's own.
using Word = std::uint32_t;

/// No word; its text is empty. (The empty string literal is a word of its own.)
inline constexpr Word no_word = 0;

/// The fixed words. `word::set_result` is the Word of "set_result"; in dotted module names the dots are
/// underscores.
namespace word {
enum : Word {
  none_ = no_word,
#define WINDTUNNEL_WORD(identifier, text) identifier,
#include "harness/scenario/words.def"
  count_
};
}  // namespace word

/// The words of one scenario.
class Words {
 public:
  /// The word with that text: a fixed one, an earlier one, or a new one. Linear in the scenario's own words;
  /// the parser has its own index.
  Word intern(std::string_view text);

  /// Adds a word without looking for an existing one. Two words with equal text are different Words.
  Word add(std::string_view text);

  std::string_view text(Word word) const;

  /// One past the largest Word in use.
  Word end() const { return word::count_ + static_cast<Word>(own_.size()); }

  void clear() { own_.clear(); }

  /// The fixed word with that text, or no_word.
  static Word fixed(std::string_view text);

 private:
  std::vector<std::string> own_;
};

}  // namespace windtunnel::scenario
