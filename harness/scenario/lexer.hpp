// Lexer: splits a scenario's text into tokens, one at a time, so that the first error in the text is reported
// first. The layout rules are Python's: blocks by indentation, no layout inside brackets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/source_error.hpp"
#include "harness/scenario/token.hpp"
#include "harness/scenario/word_index.hpp"

namespace windtunnel::scenario {

/// The tokens of one text, which must have passed `check_text`. The text and the words must outlive the
/// lexer.
class Lexer {
 public:
  Lexer(std::string_view text, std::string_view file_name, Words& words);

  /// Reads the next token; after the last one, always `end`. Throws SourceError. The token is written in
  /// place: returning a token and copying it right after its fields were written stalls the processor, which
  /// took a quarter of the parse.
  void next(Token& token);

  /// Whether the next token is that keyword. Only inside brackets, where there is no layout.
  bool next_is_inside_brackets(std::string_view keyword);

 private:
  char peek(std::size_t ahead = 0) const;
  [[noreturn]] void refuse(std::size_t at, std::string found, std::string allowed) const;
  [[noreturn]] void refuse_text(std::size_t at, std::size_t length, std::string allowed) const;
  bool skip_line_break();
  void skip_spaces();
  void skip_comment();
  bool begin_line(Token& token);
  void name(Token& token);
  void number(Token& token);
  void string(Token& token);
  void sign(Token& token);
  void dedent(Token& token);
  void finish(Token& token) const;  // with its place and text

  std::string_view text_;
  std::string_view file_name_;
  WordIndex index_;
  std::vector<std::size_t> indents_{0};  // of the open blocks
  std::string buffer_;                   // of the string being read
  std::size_t at_ = 0;
  std::size_t start_ = 0;       // of the token being read
  std::size_t line_start_ = 0;  // offset of the line's first byte
  std::uint32_t line_ = 1;
  unsigned brackets_ = 0;
  bool line_is_open_ = false;  // a token of this line was read
  bool fresh_line_ = true;     // nothing of this line was read, outside brackets
  bool dedenting_ = false;     // the line is indented less than the innermost open block
};

}  // namespace windtunnel::scenario
