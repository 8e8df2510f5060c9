#include "harness/fuzzing/crash_teller.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "harness/engine/choice_recorder.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/fuzzing/report.hpp"
#include "harness/properties/judge.hpp"

extern "C" {
// Defined by libFuzzer, and by AFL++, whose runs have little time.
__attribute__((weak)) int LLVMFuzzerRunDriver(int*, char***, int (*)(const std::uint8_t*, std::size_t));
extern __attribute__((weak)) std::uint8_t* __afl_area_ptr;
}

namespace windtunnel::fuzz {

namespace {

constexpr std::array deadly = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
constexpr int told_status = 97;  // no sanitizer and no fuzzer ends with it

// All that is needed to start the program anew, made beforehand: a process that dies can make nothing.
class Teller {
 public:
  Teller()
      : input_file_(memfd_create("input", 0)),
        telling_(fmt::format("{}={}", telling_variable, dup(STDERR_FILENO))),
        input_name_(fmt::format("/proc/self/fd/{}", input_file_)) {
    for (char** entry = environ; *entry != nullptr; ++entry) environment_.push_back(*entry);
    environment_.push_back(telling_.data());
    environment_.push_back(nullptr);
    // libFuzzer is to handle nothing there, and to keep no input.
    arguments_.push_back(program_invocation_name);
    for (const char* word : {"-handle_segv=0", "-handle_bus=0", "-handle_abrt=0", "-handle_ill=0",
                             "-handle_fpe=0", "-artifact_prefix=/proc/"})
      arguments_.push_back(const_cast<char*>(word));
    arguments_.push_back(input_name_.data());
    arguments_.push_back(nullptr);
    posix_spawn_file_actions_init(&files_);
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
      posix_spawn_file_actions_addopen(&files_, descriptor, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;

  void set_input(std::span<const std::uint8_t> input) { input_ = input; }
  void stop() { over_ = true; }

  // Whether it was told, by another process, which takes as long as shrinking does.
  bool tell() {
    if (over_) return false;
    over_ = true;
    if (pwrite(input_file_, input_.data(), input_.size(), 0) != static_cast<ssize_t>(input_.size()))
      return false;
    pid_t process = 0;
    if (posix_spawn(&process, "/proc/self/exe", &files_, &attributes_, arguments_.data(),
                    environment_.data()) != 0)
      return false;
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == told_status;
  }

 private:
  int input_file_;
  std::string telling_;
  std::string input_name_;
  std::vector<char*> environment_;
  std::vector<char*> arguments_;
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
  std::span<const std::uint8_t> input_;
  bool over_ = false;
};

Teller* teller = nullptr;  // never destroyed: a process may die at any time
std::array<struct sigaction, deadly.size()> before;

void tell_and_silence() {
  if (teller != nullptr && teller->tell()) silence_the_fuzzer();
}

void died(int number, siginfo_t* info, void* context) {
  tell_and_silence();
  for (std::size_t at = 0; at < deadly.size(); ++at) {
    if (deadly[at] != number) continue;
    const struct sigaction& then = before[at];
    sigaction(number, &then, nullptr);
    if ((then.sa_flags & SA_SIGINFO) != 0 && then.sa_sigaction != nullptr)
      then.sa_sigaction(number, info, context);
    else
      raise(number);
  }
}

void watch_signals() {
  struct sigaction action{};
  action.sa_sigaction = died;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (std::size_t at = 0; at < deadly.size(); ++at) sigaction(deadly[at], &action, &before[at]);
}

}  // namespace

void watch_input(std::span<const std::uint8_t> input) {
  static const bool watches = [] {
    const bool by_afl = &__afl_area_ptr != nullptr;
    if (&LLVMFuzzerRunDriver == nullptr || by_afl || std::getenv(telling_variable) != nullptr) return false;
    if (std::getenv("WINDTUNNEL_FUZZ_STACK") != nullptr) return false;
    teller = new Teller;
    watch_signals();
    return true;
  }();
  if (watches) teller->set_input(input);
}

void is_told() {
  if (teller != nullptr) teller->stop();
}

void tell_if_it_crashes(const core::Case& one, tornado::ChoiceSource& choices, std::string_view replay_with) {
  const char* descriptor = std::getenv(telling_variable);
  if (descriptor == nullptr) return;
  const engine::SharedMemory<engine::ChoiceRecorder> recorder;
  const auto work = [&] {
    engine::SharedRecordingSource source(choices, *recorder);
    core::Trace trace;
    properties::NoJudge nothing;
    run_and_judge(one.subject, source, core::options_of(one), nothing, trace);
  };
  const engine::ProcessExit exit = engine::work_isolated(work, engine::one_run_limits);
  if (exit.reason == engine::ExitReason::returned || exit.reason == engine::ExitReason::threw) return;
  core::Failure found;
  static_cast<core::Case&>(found) = one;
  found.schedule = recorder->log();
  found.violation = engine::violation_of(exit, recorder->log().size());
  found.standard_error = exit.standard_error;
  dup2(std::atoi(descriptor), STDERR_FILENO);
  tell(found, replay_with);
  std::_Exit(told_status);
}

}  // namespace windtunnel::fuzz

// AddressSanitizer calls it before it prints what it has seen; a weak one would be its own.
extern "C" void __asan_on_error() {
  windtunnel::fuzz::tell_and_silence();
}
