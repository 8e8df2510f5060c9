// The commands of the program, one a file: each declares its options to the parser and says what running it
// does.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/properties/laws/law.hpp"

namespace windtunnel::cli {

/// The exit statuses: all laws hold, and in a replay the finding's law; a law was broken; wrong usage or
/// input.
enum ExitStatus : int { exit_ok = 0, exit_broken = 1, exit_usage = 2 };

/// Wrong usage or input; what() is the one line to show.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The text on one line, for a message.
std::string one_line(std::string_view text);

/// Says on standard error which known defects of the original a run showed, a line each.
void report_known(const std::vector<properties::Known>& known);

// Each adds a command to the parser; when it was given, `status` is set by running it.

void add_check_command(CLI::App& app, int& status);
void add_merge_command(CLI::App& app, int& status);
void add_run_command(CLI::App& app, int& status);
void add_replay_command(CLI::App& app, int& status);
void add_compare_command(CLI::App& app, int& status);
void add_explore_command(CLI::App& app, int& status);
void add_shrink_command(CLI::App& app, int& status);
void add_diff_command(CLI::App& app, int& status);
void add_golden_command(CLI::App& app, int& status);
void add_litmus_command(CLI::App& app, int& status);
void add_laws_command(CLI::App& app, int& status);

}  // namespace windtunnel::cli
