// Runs another program with a time limit, and says how it ended and what it cost. The program is in a process
// group of its own, which ends with it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace windtunnel::exam {

using Seconds = std::chrono::duration<double>;

/// How a program ended.
struct ProcessEnd {
  enum class Kind { exited, killed_by_signal, timed_out };

  Kind kind;
  int number;          ///< the exit status, or the signal
  Seconds processor;   ///< of it and of the children that it waited for
  std::string output;  ///< its standard output and standard error

  bool succeeded() const { return kind == Kind::exited && number == 0; }
};

/// A program's file and its arguments, and what is added to its environment ("NAME=value").
struct Command {
  std::vector<std::string> words;
  std::vector<std::string> environment;
};

/// Runs it in the folder, and writes its output to the file `log` meanwhile. Throws std::system_error if it
/// cannot be started.
ProcessEnd run_limited(const Command& command, const std::filesystem::path& folder,
                       const std::filesystem::path& log, Seconds limit);

}  // namespace windtunnel::exam
