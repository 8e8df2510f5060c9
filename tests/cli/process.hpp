// Runs the real program as a user would, and records its output.
#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace windtunnel {

/// The output of a program. The status is the exit status, or 1000 plus the signal that ended the program;
/// 128 plus the signal if it was the one that run() sent.
struct Output {
  int status = -1;
  std::string out;
  std::string err;
};

/// A new folder in which the program runs, removed with the object.
class Workshop {
 public:
  Workshop() { std::filesystem::create_directory(work()); }

  /// The folder in which the program runs.
  std::filesystem::path work() const { return folder_.path() / "work"; }

  /// Creates a file in the folder.
  void write(const std::string& name, const std::string& text) const { folder_.write("work/" + name, text); }

  std::string read(const std::filesystem::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Runs the program with these variables, "NAME=VALUE".
  Output run_with(const std::vector<std::string>& variables, const std::vector<std::string>& words) const {
    std::string command = "env";
    for (const std::string& variable : variables) command += " " + quoted(variable);
    return run_command(command + " " + quoted(WINDTUNNEL_PROGRAM), words);
  }

  /// Runs the program to its end. With `signal_after`, sends it the signal of that name after that time.
  /// Kills a program that runs for more than a minute.
  Output run(const std::vector<std::string>& words, std::chrono::milliseconds signal_after = {},
             const std::string& signal = "INT") const {
    std::string command;
    if (signal_after.count() > 0)
      command += fmt::format("timeout --foreground --preserve-status -s {} {} ", signal,
                             std::chrono::duration<double>(signal_after).count());
    return run_command(command + quoted(WINDTUNNEL_PROGRAM), words);
  }

 private:
  Output run_command(std::string command, const std::vector<std::string>& words) const {
    command = "cd " + quoted(work()) + " && exec timeout -s KILL 60 " + command;
    for (const std::string& word : words) command += " " + quoted(word);
    command += fmt::format(" </dev/null >{} 2>{}", quoted(out()), quoted(err()));
    const int state = std::system(command.c_str());
    return {WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state), read(out()), read(err())};
  }

  // As one word of a shell.
  static std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char byte : word) text += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
    return text + "'";
  }

  std::filesystem::path out() const { return folder_.path() / "out"; }
  std::filesystem::path err() const { return folder_.path() / "err"; }

  TemporaryFolder folder_;
};

}  // namespace windtunnel
