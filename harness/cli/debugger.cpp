#include "harness/cli/debugger.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

#include "harness/cli/commands.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel::cli {

std::vector<std::string> gdb_command(const std::string& program, const std::string& file,
                                     const findings::Finding& finding) {
  std::vector<std::string> command{"gdb", "-q", "-ex", "set breakpoint pending on"};
  // A crash stops gdb by itself. What a World objects to passes through one function.
  if (rules::has(finding.law)) command.insert(command.end(), {"-ex", "break windtunnel::World::object"});
  command.insert(command.end(), {"-ex", "run", "--args", program, "replay", file, "--here"});
  return command;
}

void run_in_gdb(const std::string& file, const findings::Finding& finding) {
  std::error_code failed;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  if (failed) throw UsageError("--gdb: the system does not tell where this program is");
  std::vector<std::string> command = gdb_command(program, file, finding);
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::fflush(stdout);
  execvp(arguments.front(), arguments.data());
  throw UsageError(fmt::format("--gdb: gdb cannot be started: {}", std::strerror(errno)));
}

}  // namespace windtunnel::cli
