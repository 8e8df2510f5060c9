// What the commands that take long have in common: ^C, SIGTERM and SIGHUP end them early, with their summary,
// and a terminal shows how far they are.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include "harness/report/fault_table.hpp"

namespace windtunnel::cli {

/// From now on the first ^C, SIGTERM or SIGHUP makes the result true; a second one of the same kind, during
/// shrinking for example, ends the program.
const std::atomic<bool>& end_on_interrupt();

/// Colours where standard output is a terminal that has them, and the user has not set NO_COLOR.
report::Paint paint_of_output();

/// How many characters a line of standard output has: the terminal's width, at least 40; where it is no
/// terminal, what the variable COLUMNS says, otherwise 140.
std::size_t width_of_output();

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
  void show(const std::string& text) const;

  /// Since the line was made.
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  bool shown_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace windtunnel::cli
