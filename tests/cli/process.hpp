// Runs the real program as a user would, and records its output.
#pragma once

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace windtunnel {

/// The output of a program. The status is the exit status, or 1000 plus the signal that ended the program.
struct Output {
  int status = -1;
  std::string out;
  std::string err;
};

/// A new folder in which the program runs, removed with the object.
class Workshop {
 public:
  Workshop() {
    std::string name = (std::filesystem::temp_directory_path() / "windtunnel_cli_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    std::filesystem::create_directory(folder_ / "work");
  }
  ~Workshop() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  /// The folder in which the program runs.
  std::filesystem::path work() const { return folder_ / "work"; }

  /// Creates a file in the folder.
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(work() / name, std::ios::binary) << text;
  }

  std::string read(const std::filesystem::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Runs the program to its end. With `interrupt_after`, sends SIGINT after that time. Kills a program that
  /// runs for more than a minute.
  Output run(const std::vector<std::string>& words, std::chrono::milliseconds interrupt_after = {}) const {
    const std::string out = (folder_ / "out").string();
    const std::string err = (folder_ / "err").string();
    std::vector<char*> arguments;
    std::string program = WINDTUNNEL_PROGRAM;
    arguments.push_back(program.data());
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const std::string where = work().string();
    const pid_t child = fork();
    if (child == 0) {
      const int no_input = open("/dev/null", O_RDONLY);
      const int out_file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      if (chdir(where.c_str()) != 0 || dup2(no_input, 0) < 0 || dup2(out_file, 1) < 0 ||
          dup2(err_file, 2) < 0)
        _exit(126);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    const auto start = std::chrono::steady_clock::now();
    bool interrupted = interrupt_after.count() == 0;
    int state = 0;
    while (waitpid(child, &state, WNOHANG) == 0) {
      const auto passed = std::chrono::steady_clock::now() - start;
      if (!interrupted && passed > interrupt_after) {
        interrupted = true;
        kill(child, SIGINT);
      }
      if (passed > std::chrono::minutes(1)) kill(child, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return {WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state), read(out), read(err)};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace windtunnel
