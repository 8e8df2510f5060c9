#include "harness/engine/forked_child.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "harness/engine/child_limits.hpp"

namespace windtunnel::engine {

namespace {

constexpr std::size_t most_error_text = 16'000;

void close_once(int& descriptor) {
  if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

// The memory that a process has in use, in pages; 0 if it is gone.
std::uint64_t pages_of(pid_t process) {
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  std::ifstream("/proc/" + std::to_string(process) + "/statm") >> all >> resident;
  return resident;
}

}  // namespace

ForkedChild::ForkedChild(const std::function<void()>& work, const ChildLimits& limits,
                         const std::atomic<std::uint64_t>* pulse)
    : limits_(limits), pulse_(pulse) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe");
  errors_ = ends[0];
  // What the parent has not written yet must not be written by the child too.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) {
    end_with_parent(parent);
    close_once(errors_);
    be_the_child(work, ends[1]);
  }
  const int error = errno;
  if (process_ > 0) setpgid(process_, process_);  // the child does it too; now nobody need wait for it
  ::close(ends[1]);
  if (process_ < 0) {
    close_once(errors_);
    throw std::system_error(error, std::generic_category(), "no process");
  }
  fcntl(errors_, F_SETFL, O_NONBLOCK);
  pages_at_start_ = pages_of(getpid());
}

ForkedChild::~ForkedChild() {
  if (process_ > 0) {
    ::kill(-process_, SIGKILL);
    reap(true);
  }
  close_once(errors_);
}

void ForkedChild::be_the_child(const std::function<void()>& work, int errors) {
  ::dup2(errors, STDERR_FILENO);
  ::close(errors);
  limit_this_process(
      limits_.memory,
      {[](void* note) { static_cast<ExitNote*>(note)->reason = ExitReason::out_of_memory; },
       [](void* note, Segfault fault) { static_cast<ExitNote*>(note)->fault = fault; }, &*note_});
  const auto say = [this](std::string_view words) {
    end_if_copied();
    note_->size = std::min(words.size(), sizeof note_->words);
    std::memcpy(note_->words, words.data(), note_->size);
    note_->reason = ExitReason::threw;
  };
  try {
    work();
    end_if_copied();
    note_->reason = ExitReason::returned;
  } catch (const std::exception& error) {
    say(error.what());
  } catch (...) {
    say("something that is no std::exception");
  }
  if (limits_.must_free && note_->reason == ExitReason::returned && leaks_in_this_process())
    note_->reason = ExitReason::exited;
  std::fflush(nullptr);
  _exit(0);
}

const std::optional<ProcessExit>& ForkedChild::poll() {
  if (exit_) return exit_;
  read_errors();
  if (reap(false)) return exit_;
  const std::uint64_t pages = pages_of(process_);
  if (has_grown(pages)) {
    end_as(ExitReason::out_of_memory);
  } else if (has_hung(pages)) {
    end_as(ExitReason::timed_out);
  }
  return exit_;
}

bool ForkedChild::has_hung(std::uint64_t pages) {
  constexpr std::uint64_t growth = 256;  // pages; a process that grows comes to another end
  const std::uint64_t pulse = pulse_ == nullptr ? 0 : pulse_->load(std::memory_order_relaxed);
  const double used = processor_seconds();
  if (std::exchange(last_pulse_, pulse) != pulse || pages > last_pages_ + growth) {
    last_pages_ = pages;
    last_moved_ = Clock::now();
    used_when_moved_ = used;
  }
  return used - used_when_moved_ > limits_.timeout.count() ||
         Clock::now() - last_moved_ > 10 * limits_.timeout;
}

double ForkedChild::processor_seconds() const {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

bool ForkedChild::has_grown(std::uint64_t pages) const {
  const auto size = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return pages > pages_at_start_ && (pages - pages_at_start_) * size > limits_.memory;
}

void ForkedChild::end_as(ExitReason cause) {
  // One that hangs may tell where.
  if (cause == ExitReason::timed_out) {
    ::kill(process_, report_signal);
    for (int look = 0; look < 100 && !reap(false); ++look) usleep(2000);
  }
  if (!exit_) {
    ::kill(-process_, SIGKILL);
    reap(true);
  }
  assert(exit_);
  exit_->reason = cause;
  exit_->number = 0;
}

void ForkedChild::read_errors() {
  char buffer[4096];
  while (errors_ >= 0) {
    const ssize_t size = read(errors_, buffer, sizeof buffer);
    if (size == 0) close_once(errors_);
    if (size <= 0) return;
    standard_error_.append(buffer, static_cast<std::size_t>(size));
    if (standard_error_.size() > 2 * most_error_text)
      standard_error_.erase(0, standard_error_.size() - most_error_text);
  }
}

bool ForkedChild::reap(bool wait) {
  assert(process_ > 0);
  // While its end is not collected its number is nobody else's, and names what is left of its process group.
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG)) < 0 &&
         errno == EINTR) {
  }
  if (ended.si_pid == 0) return false;
  ::kill(-process_, SIGKILL);
  int state = 0;
  while (waitpid(process_, &state, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  read_errors();
  ProcessExit exit;
  exit.standard_error = std::move(standard_error_);
  if (exit.standard_error.size() > most_error_text)
    exit.standard_error.erase(0, exit.standard_error.size() - most_error_text);
  if (WIFSIGNALED(state)) {
    exit.reason = ExitReason::signalled;
    exit.number = WTERMSIG(state);
    exit.fault = note_->fault;
  } else {
    exit.reason = note_->reason;
    exit.number = WEXITSTATUS(state);
  }
  if (exit.reason == ExitReason::out_of_memory) exit.number = 0;
  if (exit.reason == ExitReason::threw) exit.standard_error.assign(note_->words, note_->size);
  exit_ = std::move(exit);
  return true;
}

void ForkedChild::wait_for_any(std::span<const std::unique_ptr<ForkedChild>> children,
                               std::chrono::milliseconds most) {
  constexpr int when_its_errors_are_closed = 5;  // milliseconds between looks: its end will not wake anybody
  std::vector<pollfd> polled;
  auto timeout = static_cast<int>(most.count());
  for (const auto& child : children) {
    if (child->exit_) continue;
    if (child->errors_ < 0) timeout = std::min(timeout, when_its_errors_are_closed);
    polled.push_back({child->errors_, POLLIN, 0});
  }
  if (!polled.empty()) ::poll(polled.data(), polled.size(), timeout);
}

ProcessExit work_isolated(const std::function<void()>& work, const ChildLimits& limits,
                          const std::atomic<std::uint64_t>* pulse) {
  const std::unique_ptr<ForkedChild> child[] = {std::make_unique<ForkedChild>(work, limits, pulse)};
  while (!child[0]->poll()) ForkedChild::wait_for_any(child, std::chrono::milliseconds(20));
  return *child[0]->poll();
}

}  // namespace windtunnel::engine
