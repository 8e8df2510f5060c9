// What a test program was asked to replay, and how it is started again: read from its own arguments and
// environment, since `main` is GoogleTest's or the user's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel {

/// The value of the argument `--windtunnel_NAME=`, the last one if it is given twice. Throws
/// std::invalid_argument for an argument that begins with `--windtunnel_` and is of no option.
std::optional<std::string> asked_option(const std::vector<std::string>& arguments, std::string_view name);

/// The value of the argument `--windtunnel_replay=`, or else of the environment variable WINDTUNNEL_REPLAY: a
/// replay string or a finding's file. Throws as asked_option().
std::optional<std::string> asked_replay(const std::vector<std::string>& arguments);

/// This process's arguments, its program first; empty if the system does not tell.
std::vector<std::string> own_arguments();

/// A line for each variable of an environment, `NAME=VALUE` each, whose name begins with WINDTUNNEL_ and that
/// nothing reads: it may be a typing error. Empty if there is none.
std::string unread_variables(const std::vector<std::string>& environment);

/// This process's environment.
std::vector<std::string> own_environment();

/// What starts this program for the current test of GoogleTest alone: `./a_test
/// --gtest_filter=Counter.Counts`. Parts that a shell would read otherwise are quoted.
std::string command_of_this_test(const std::vector<std::string>& arguments);

/// Whether a debugger watches this process.
bool is_debugged();

}  // namespace windtunnel
