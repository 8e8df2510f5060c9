// The tokens of the scenario language, between lexer and parser.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/scenario/source_error.hpp"
#include "harness/scenario/words.hpp"

namespace windtunnel::scenario {

/// The kind of a token. The layout is Python's: lines end in `newline`, blocks are between `indent` and
/// `dedent`.
enum class TokenKind : std::uint8_t {
  newline,
  indent,
  dedent,
  end,
  name,
  integer,
  real,
  string,
  // keywords, in the order of the list in word_index.cpp
  kw_and,
  kw_as,
  kw_break,
  kw_class,
  kw_continue,
  kw_def,
  kw_elif,
  kw_else,
  kw_except,
  kw_false,
  kw_finally,
  kw_for,
  kw_from,
  kw_global,
  kw_if,
  kw_import,
  kw_in,
  kw_is,
  kw_lambda,
  kw_none,
  kw_not,
  kw_or,
  kw_pass,
  kw_raise,
  kw_return,
  kw_true,
  kw_try,
  kw_while,
  kw_with,
  kw_yield,
  kw_other,  // a keyword of Python that the language does not use
  // signs
  left_paren,
  right_paren,
  left_bracket,
  right_bracket,
  left_brace,
  right_brace,
  comma,
  colon,
  dot,
  at,
  assign,
  plus,
  minus,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  other,  // a sign or character that the language does not use
};

/// One token. `text` is its piece of the source; the value of a string is the text of `word`.
struct Token {
  TokenKind kind = TokenKind::end;
  SourcePlace place;
  std::string_view text;
  Word word = no_word;  ///< name, string
  union {
    std::uint64_t magnitude = 0;  ///< integer: at most 2^63, which is valid only after a minus
    double real;                  ///< real
  };
};

/// The largest integer literal without a sign.
inline constexpr std::uint64_t max_integer = 0x7fff'ffff'ffff'ffff;

}  // namespace windtunnel::scenario
