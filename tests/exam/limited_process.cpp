#include "tests/exam/limited_process.hpp"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace windtunnel::exam {
namespace {

constexpr std::chrono::milliseconds between_looks{5};

Seconds seconds_of(const timeval& time) {
  return Seconds(static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec));
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// What the child needs is made before the fork: after it, other threads' locks stay locked.
pid_t start(const Command& command, const std::string& folder, const std::string& log) {
  std::vector<std::string> environment = command.environment;
  for (char** variable = ::environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);
  const std::vector<char*> words = pointers_to(command.words);
  const std::vector<char*> variables = pointers_to(environment);
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setpgid(0, 0);
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0 || ::dup2(file, 1) < 0 || ::dup2(file, 2) < 0 || ::chdir(folder.c_str()) != 0) ::_exit(127);
  ::execve(words[0], words.data(), variables.data());
  ::_exit(127);
}

}  // namespace

ProcessEnd run_limited(const Command& command, const std::filesystem::path& folder,
                       const std::filesystem::path& log, Seconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  const pid_t child = start(command, folder.string(), log.string());
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  int status = 0;
  rusage usage{};
  bool late = false;
  while (::wait4(child, &status, late ? 0 : WNOHANG, &usage) == 0) {
    late = std::chrono::steady_clock::now() > deadline;
    if (late) ::kill(-child, SIGKILL);
    if (!late) std::this_thread::sleep_for(between_looks);
  }
  ::kill(-child, SIGKILL);  // what it left behind
  std::ifstream in(log, std::ios::binary);
  ProcessEnd end{ProcessEnd::Kind::exited, 0, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
                 std::string(std::istreambuf_iterator<char>(in), {})};
  if (WIFSIGNALED(status)) end.kind = ProcessEnd::Kind::killed_by_signal;
  if (late) end.kind = ProcessEnd::Kind::timed_out;
  end.number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return end;
}

}  // namespace windtunnel::exam
