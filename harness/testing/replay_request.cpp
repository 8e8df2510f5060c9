#include "harness/testing/replay_request.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <stdexcept>
#include <unistd.h>

#include "harness/core/shell_word.hpp"

namespace windtunnel {

namespace {

constexpr std::string_view all_options = "--windtunnel_";
// What may follow, each with a value.
constexpr std::string_view known_options[] = {"replay", "report", "html"};

// What this library or a fuzz target reads.
constexpr std::string_view read_variables[] = {"WINDTUNNEL_REPLAY",     "WINDTUNNEL_FINDINGS",
                                               "WINDTUNNEL_FEEDBACK",   "WINDTUNNEL_SUBJECT",
                                               "WINDTUNNEL_FUZZ_STACK", "WINDTUNNEL_SHARD"};

}  // namespace

std::optional<std::string> asked_option(const std::vector<std::string>& arguments, std::string_view wanted) {
  std::optional<std::string> asked;
  for (const std::string& argument : arguments) {
    if (!argument.starts_with(all_options)) continue;
    const std::size_t end = argument.find('=');
    const std::string name = argument.substr(all_options.size(), end - all_options.size());
    if (end == std::string::npos ||
        std::find(std::begin(known_options), std::end(known_options), name) == std::end(known_options)) {
      throw std::invalid_argument(
          fmt::format("windtunnel: no option `{}`; there are {}replay=STRING, {}report=FILE, {}html=FOLDER",
                      argument, all_options, all_options, all_options));
    }
    if (name == wanted) asked = argument.substr(end + 1);
  }
  return asked;
}

std::optional<std::string> asked_replay(const std::vector<std::string>& arguments) {
  if (const auto asked = asked_option(arguments, "replay")) return asked;
  if (const char* variable = std::getenv("WINDTUNNEL_REPLAY")) return variable;
  return std::nullopt;
}

std::string unread_variables(const std::vector<std::string>& environment) {
  std::string words;
  for (const std::string& entry : environment) {
    const std::string name = entry.substr(0, entry.find('='));
    if (!name.starts_with("WINDTUNNEL_")) continue;
    if (std::find(std::begin(read_variables), std::end(read_variables), name) != std::end(read_variables))
      continue;
    words += fmt::format("windtunnel: nothing reads the environment variable {}; there are {}\n", name,
                         fmt::join(read_variables, ", "));
  }
  return words;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    environment.emplace_back(*entry);
  return environment;
}

std::vector<std::string> own_arguments() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> arguments;
  for (std::string argument; std::getline(file, argument, '\0');) arguments.push_back(std::move(argument));
  return arguments;
}

std::string command_of_this_test(const std::vector<std::string>& arguments) {
  const std::string program = arguments.empty() ? "./the_test" : arguments.front();
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) return core::shell_word(program);
  return fmt::format(
      "{} {}", core::shell_word(program),
      core::shell_word(fmt::format("--gtest_filter={}.{}", test->test_suite_name(), test->name())));
}

bool is_debugged() {
  std::ifstream status("/proc/self/status");
  constexpr std::string_view tracer = "TracerPid:";
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(tracer)) return line.find_first_of("123456789") != std::string::npos;
  }
  return false;
}

}  // namespace windtunnel
