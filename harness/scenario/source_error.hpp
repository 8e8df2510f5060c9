// SourceError: how an invalid text is refused: where, what was found there, and what is allowed instead.
// Everything that reads a user's text throws it, so the command line needs only one handler and one line of
// output.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace windtunnel::scenario {

/// A place in a source text; lines and columns count from 1, columns in bytes.
struct SourcePlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// A text was refused. what() is one printable line: `FILE:LINE:COLUMN: found X; allowed here: Y`.
class SourceError : public std::exception {
 public:
  /// `found` and `allowed` are words for the user; quotations of the source must have gone through
  /// `in_quotes`.
  SourceError(std::string_view file, SourcePlace place, std::string found, std::string allowed);

  const char* what() const noexcept override { return what_.c_str(); }

  const std::string& file() const { return file_; }
  std::uint32_t line() const { return place_.line; }
  std::uint32_t column() const { return place_.column; }
  const std::string& found() const { return found_; }
  const std::string& allowed() const { return allowed_; }

 private:
  std::string file_;
  SourcePlace place_;
  std::string found_;
  std::string allowed_;
  std::string what_;
};

/// The text on one line: control characters and invalid UTF-8 become `\xHH`; cut to `limit` characters (then
/// `...`).
std::string printable(std::string_view text, std::size_t limit);

/// A piece of the source in backquotes, printable, of at most 40 characters.
std::string in_quotes(std::string_view text);

}  // namespace windtunnel::scenario
