// The program `windtunnel`: parses the command line, runs the command, turns what went wrong into one line
// and a status.
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <new>

#include "harness/cli/commands.hpp"

namespace {

using namespace windtunnel;

int fail(std::string_view message) {
  fmt::print(stderr, "windtunnel: {}\n", one_line(message));
  return exit_usage;
}

int run_program(int argc, char** argv) {
  CLI::App app{"A wind tunnel for future and coroutine code", "windtunnel"};
  app.set_version_flag("--version", "windtunnel " WINDTUNNEL_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  int status = exit_ok;
  add_check_command(app, status);
  add_run_command(app, status);
  add_replay_command(app, status);
  try {
    app.parse(argc, argv);
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
