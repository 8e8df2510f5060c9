// The program `windtunnel`: parses the command line, runs the command, turns what went wrong into one line and a status.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "harness/cli/commands.hpp"

int main(int argc, char** argv) {
  using namespace windtunnel;
  CLI::App app{"A wind tunnel for future and coroutine code", "windtunnel"};
  app.require_subcommand(1);
  int status = exit_ok;
  add_check_command(app, status);
  add_run_command(app, status);
  add_replay_command(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    fmt::print(stderr, "windtunnel: {} (windtunnel --help tells what is allowed)\n", error.what());
    return exit_usage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "windtunnel: {}\n", error.what());
    return exit_usage;
  }
  return status;
}
