// The commands of the program, one a file: each declares its options to the parser and says what running it does.
#pragma once

#include <CLI/CLI.hpp>

#include <stdexcept>

namespace windtunnel {

/// The exit statuses: all is well; a law was broken, or a replay did not fail as recorded; wrong usage or input.
enum ExitStatus : int { exit_ok = 0, exit_broken = 1, exit_usage = 2 };

/// Wrong usage or input; what() is the one line to show.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Each adds a command to the parser; when it was given, `status` is set by running it.

void add_check_command(CLI::App& app, int& status);
void add_run_command(CLI::App& app, int& status);
void add_replay_command(CLI::App& app, int& status);

}  // namespace windtunnel
