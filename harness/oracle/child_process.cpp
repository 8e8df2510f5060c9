#include "harness/oracle/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace windtunnel::oracle {

namespace {

constexpr std::size_t most_words = 4000;

void close_once(int& descriptor) {
  if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

[[noreturn]] void fail_to_start(int error) {
  throw ChildFailure(fmt::format("it cannot be started: {}", std::strerror(error)));
}

// Two connected descriptors, neither of which another process inherits.
struct Ends {
  int ours = -1;
  int theirs = -1;

  Ends() = default;
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  ~Ends() {
    close_once(ours);
    close_once(theirs);
  }

  void take(const int (&pair)[2]) {
    ours = pair[0];
    theirs = pair[1];
  }
};

// What posix_spawn is told beside the command.
class SpawnSettings {
 public:
  SpawnSettings(int input_and_output, int errors) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input_and_output, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, input_and_output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  int spawn(pid_t& process, const std::vector<std::string>& command) const {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    return posix_spawn(&process, arguments[0], &actions_, &attributes_, arguments.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  Ends talk;
  Ends errors;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) fail_to_start(errno);
  talk.take(pair);
  if (pipe2(pair, O_CLOEXEC) != 0) fail_to_start(errno);
  errors.take(pair);
  const SpawnSettings settings(talk.theirs, errors.theirs);
  if (const int error = settings.spawn(process_, command)) fail_to_start(error);
  socket_ = std::exchange(talk.ours, -1);
  errors_ = std::exchange(errors.ours, -1);
  fcntl(errors_, F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
  kill();
}

void ChildProcess::kill() {
  if (process_ > 0) {
    ::kill(-process_, SIGKILL);  // with whatever it has started
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
  }
  close_once(socket_);
  close_once(errors_);
}

std::string ChildProcess::read_line(std::chrono::duration<double> timeout) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(timeout);
  std::string line;
  while (!take_line(line)) {
    if (process_ < 0) throw ChildFailure("it is over");
    wait_for_more(deadline, timeout);
  }
  return line;
}

bool ChildProcess::take_line(std::string& line) {
  const std::size_t end = received_.find('\n', looked_at_);
  if (end == std::string::npos) {
    looked_at_ = received_.size();
    return false;
  }
  line = received_.substr(0, end);
  received_.erase(0, end + 1);
  looked_at_ = 0;
  return true;
}

// Waits until the process takes or says something, or is dead; throws when the time is over.
void ChildProcess::wait_for_more(std::chrono::steady_clock::time_point deadline,
                                 std::chrono::duration<double> timeout) {
  using std::chrono::milliseconds;
  constexpr milliseconds longest = std::chrono::minutes(10);
  const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  const auto wants_to_write = static_cast<short>(sent_ < to_send_.size() ? POLLIN | POLLOUT : POLLIN);
  std::array<pollfd, 2> polled{{{socket_, wants_to_write, 0}, {errors_, POLLIN, 0}}};
  const auto wait = std::clamp(left, milliseconds(0), longest).count();
  const int ready = poll(polled.data(), polled.size(), static_cast<int>(wait));
  if (ready < 0 && errno != EINTR) throw ChildFailure(std::strerror(errno));
  if (ready == 0 && left <= longest) {
    kill();
    throw ChildFailure(fmt::format("it gave no answer within {:g} s", timeout.count()));
  }
  if (ready <= 0) return;
  if (polled[1].revents != 0) read_words();
  if ((polled[0].revents & POLLOUT) != 0) write_some();
  if ((polled[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) read_some();
}

void ChildProcess::write_some() {
  const ssize_t written =
      ::send(socket_, to_send_.data() + sent_, to_send_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
  // That nobody reads any more is seen, with the reason, on the reading side.
  if (written < 0) {
    if (errno == EPIPE || errno == ECONNRESET) sent_ = to_send_.size();
    return;
  }
  sent_ += static_cast<std::size_t>(written);
  if (sent_ < to_send_.size()) return;
  to_send_.clear();
  sent_ = 0;
}

void ChildProcess::read_some() {
  std::array<char, 65536> buffer;
  const ssize_t size = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size > 0) received_.append(buffer.data(), static_cast<std::size_t>(size));
  if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) fail_as_dead();
  if (received_.size() <= max_answer_bytes) return;
  kill();
  throw ChildFailure(fmt::format("it gave an answer of more than {} bytes", max_answer_bytes));
}

void ChildProcess::read_words() {
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = read(errors_, buffer.data(), buffer.size());
    if (size == 0) close_once(errors_);  // poll leaves -1 alone
    if (size <= 0) return;
    standard_error_.append(buffer.data(), static_cast<std::size_t>(size));
    if (standard_error_.size() > most_words) standard_error_.erase(0, standard_error_.size() - most_words);
  }
}

// It closed its output: it is dying, or is not to be talked to any more.
void ChildProcess::fail_as_dead() {
  constexpr int most_checks = 100;
  int state = 0;
  bool over = false;
  for (int check = 0; check < most_checks && !over; ++check) {
    over = waitpid(process_, &state, WNOHANG) == process_;
    if (!over) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (errors_ >= 0) read_words();
  if (!over) {
    kill();
    throw ChildFailure("it closed its output");
  }
  process_ = -1;
  kill();
  if (WIFSIGNALED(state)) throw ChildFailure(fmt::format("it was ended by signal {}", WTERMSIG(state)));
  throw ChildFailure(fmt::format("it died with status {}", WEXITSTATUS(state)));
}

}  // namespace windtunnel::oracle
