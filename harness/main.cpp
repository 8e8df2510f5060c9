// The program `windtunnel`: parses the command line, runs the command, turns what went wrong into one line
// and a status.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "harness/cli/commands.hpp"
#include "harness/scenario/source_error.hpp"

namespace {

using namespace windtunnel;

int fail(std::string_view message) {
  fmt::print(stderr, "windtunnel: {}\n", one_line(message));
  return exit_usage;
}

// The parser would only say that a command is missing.
bool is_first_word(const CLI::App& app, std::string_view word) {
  if (word == "--help" || word == "-h" || word == "--version") return true;
  const auto commands = app.get_subcommands({});
  return std::any_of(commands.begin(), commands.end(),
                     [&](const CLI::App* command) { return command->get_name() == word; });
}

// The parser's own words for these are hard to understand: `--runs: 1 required N missing`.
std::string words_for(const CLI::ArgumentMismatch& error) {
  const std::string_view words = error.what();
  return fmt::format("{}: found no value or more than one; allowed here: one value, given once",
                     words.substr(0, words.find(':')));
}

int run_program(int argc, char** argv) {
  CLI::App app{"A wind tunnel for future and coroutine code", "windtunnel"};
  app.set_version_flag("--version", "windtunnel " WINDTUNNEL_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  int status = exit_ok;
  add_check_command(app, status);
  add_merge_command(app, status);
  add_run_command(app, status);
  add_replay_command(app, status);
  add_explore_command(app, status);
  add_shrink_command(app, status);
  add_diff_command(app, status);
  add_golden_command(app, status);
  add_litmus_command(app, status);
  add_laws_command(app, status);
  if (argc < 2 || !is_first_word(app, argv[1])) {
    return fail(fmt::format(
        "found {}; allowed here: check, merge, run, replay, explore, shrink, diff, golden, litmus, laws, "
        "--help, --version",
        argc < 2 ? "no command" : in_quotes(argv[1])));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ArgumentMismatch& error) {
    return fail(words_for(error));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return fail(fmt::format("{} (windtunnel --help says what is allowed)", error.what()));
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  int status = exit_usage;
  try {
    status = run_program(argc, argv);
  } catch (const std::exception& error) {
    status = fail(error.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) return fail("the output cannot be written");
  return status;
}
