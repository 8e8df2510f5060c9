// The terminal that a program writes to, if it is one: whether it shows colours, how wide it is, and a line
// on it that says how far the work is.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace windtunnel::core {

/// Whether the descriptor is of a terminal that obeys escape sequences.
bool is_terminal(int descriptor);

/// Whether colours may be written there: a terminal, and the user has not set NO_COLOR to anything.
bool shows_colours(int descriptor);

/// How many characters a line there has: the terminal's width, at least 40; where it is no terminal, what the
/// variable COLUMNS says, otherwise 140.
std::size_t width_of(int descriptor);

/// One line on a terminal's standard error that is written anew again and again; nothing anywhere else.
class ProgressLine {
 public:
  ProgressLine();
  /// Takes the line away.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  bool is_shown() const { return shown_; }
  /// Cut to the terminal's width.
  void show(const std::string& text);

  /// Since the line was made.
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  bool shown_;
  bool written_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace windtunnel::core
