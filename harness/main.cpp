// The program `windtunnel`: parses the command line and runs the command. An error becomes one line and an
// exit status.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/commands.hpp"
#include "harness/scenario/source_error.hpp"

namespace {

using namespace windtunnel;

// One line on standard error. `command` is the one that failed, empty if none was named.
int fail(std::string_view command, std::string_view message) {
  fmt::print(stderr, "windtunnel{}{}: {}\n", command.empty() ? "" : " ", command,
             windtunnel::cli::one_line(message));
  return windtunnel::cli::exit_usage;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

// The parser's words where they are clear, else ours: it says `--runs: 1 required N missing`.
std::string words_for(const CLI::ParseError& error, std::string_view command) {
  const std::string_view words = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return fmt::format("{}: takes one value and is given once", words.substr(0, words.find(':')));
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
    const std::size_t verb = words.find(" excludes ");
    return fmt::format("{} cannot be combined with {}", words.substr(0, verb),
                       words.substr(verb + std::string_view(" excludes ").size()));
  }
  return fmt::format("{}; `windtunnel {} --help` shows what is allowed", words, command);
}

// `command` becomes the command that is named, for messages.
int run_program(int argc, char** argv, std::string& command) {
  CLI::App app{"Finds race conditions in asynchronous C++", "windtunnel"};
  app.set_version_flag("--version", "windtunnel " WINDTUNNEL_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  int status = windtunnel::cli::exit_ok;
  windtunnel::cli::add_check_command(app, status);
  windtunnel::cli::add_merge_command(app, status);
  windtunnel::cli::add_run_command(app, status);
  windtunnel::cli::add_replay_command(app, status);
  windtunnel::cli::add_compare_command(app, status);
  windtunnel::cli::add_explore_command(app, status);
  windtunnel::cli::add_shrink_command(app, status);
  windtunnel::cli::add_diff_command(app, status);
  windtunnel::cli::add_golden_command(app, status);
  windtunnel::cli::add_litmus_command(app, status);
  windtunnel::cli::add_laws_command(app, status);
  const std::vector<std::string> commands = command_names(app);
  const std::string first = argc < 2 ? "" : argv[1];
  if (std::find(commands.begin(), commands.end(), first) != commands.end()) {
    command = first;
  } else if (first != "--help" && first != "-h" && first != "--version") {
    return fail({}, fmt::format("{}; there are {}, --help, --version",
                                argc < 2 ? "no command is given"
                                         : windtunnel::scenario::in_quotes(first) + " is not a command",
                                fmt::join(commands, ", ")));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return fail(command, words_for(error, command));
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  int status = windtunnel::cli::exit_usage;
  std::string command;
  try {
    status = run_program(argc, argv, command);
  } catch (const std::exception& error) {
    status = fail(command, error.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail(command, "the output cannot be written");
  return status;
}
