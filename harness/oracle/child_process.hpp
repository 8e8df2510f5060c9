// Another program that answers a line a request, over a socket that is its standard input and output. It may
// hang, die or talk without end: whatever it does, the caller gets an answer in time, and its last words.
// Boost.Process (1.74) is not used: to wait with a limit it takes SIGCHLD from the whole process, and its
// pipes are open in children that other threads start at the same time, which can block both.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace windtunnel::oracle {

/// What became of the other program, in words: "it died with status 3".
class ChildFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The longest line that is taken from the other program, in bytes.
inline constexpr std::size_t max_answer_bytes = std::size_t{16} << 20U;

/// One process. It is in a process group of its own, so that ^C ends the caller's work in the caller's way.
class ChildProcess {
 public:
  /// Starts a program: its path and its arguments. Throws ChildFailure.
  explicit ChildProcess(const std::vector<std::string>& command);
  /// Ends the process.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Queues bytes for its standard input; they are written while read_line waits.
  void send(std::string_view bytes) { to_send_.append(bytes); }

  /// Its next line, without the line's end. Throws ChildFailure if none comes within `timeout`, if it dies
  /// first, or if the line is too long; the process is over then.
  std::string read_line(std::chrono::duration<double> timeout);

  /// Ends the process, if that has not happened yet.
  void kill();

  /// The end of what it wrote to its standard error: at most 4,000 bytes.
  const std::string& standard_error() const { return standard_error_; }

 private:
  bool take_line(std::string& line);
  void wait_for_more(std::chrono::steady_clock::time_point deadline, std::chrono::duration<double> timeout);
  void write_some();
  void read_some();
  void read_words();
  [[noreturn]] void fail_as_dead();

  pid_t process_ = -1;
  int socket_ = -1;  // its standard input and output
  int errors_ = -1;  // its standard error
  std::string to_send_;
  std::size_t sent_ = 0;
  std::string received_;
  std::size_t looked_at_ = 0;  // of what was received: no line's end before it
  std::string standard_error_;
};

}  // namespace windtunnel::oracle
