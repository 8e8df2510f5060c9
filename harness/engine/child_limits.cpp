#include "harness/engine/child_limits.hpp"

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <new>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include "harness/core/lost_memory.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define WINDTUNNEL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WINDTUNNEL_ASAN 1
#endif
#endif

#if defined(WINDTUNNEL_ASAN)
extern "C" int __lsan_do_recoverable_leak_check();
extern "C" void __sanitizer_set_death_callback(void (*callback)());
#endif

namespace windtunnel::engine {

namespace {

ExitWatch exit_watch{};
SignalWatch signal_watch{};
bool copied = false;  // whether code under test has forked this process

void tell_once() {
  const SignalWatch watch = std::exchange(signal_watch, {});
  if (watch.tell != nullptr) watch.tell(watch.data);
}

// The handler is gone when it is called (SA_RESETHAND), so the process dies of the signal.
void on_fatal_signal(int number) {
  tell_once();
  raise(number);
}

void handle_fatal(int number) {
  struct sigaction action{};
  action.sa_handler = on_fatal_signal;
  action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
  sigaction(number, &action, nullptr);
}

[[noreturn]] void die_of_memory() {
  tell_once();
  exit_watch.out_of_memory(exit_watch.data);
  _exit(1);
}

#if !defined(WINDTUNNEL_ASAN)

alignas(16) char signal_stack[64 * 1024];
std::uintptr_t stack_top = 0;
std::uintptr_t stack_size = 0;

void on_fault(int number, siginfo_t* info, void*) {
  constexpr std::uintptr_t first_page = 4096;
  constexpr std::uintptr_t guard = std::uintptr_t{1} << 20U;  // a large frame may jump that far over the end
  const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
  Segfault fault = Segfault::unknown;
  if (at < first_page) fault = Segfault::null_pointer;
  const std::uintptr_t end = stack_top - stack_size;
  if (at < end + guard && at + guard > end) fault = Segfault::stack_overflow;
  exit_watch.fault(exit_watch.data, fault);
  tell_once();
  // The handler is gone (SA_RESETHAND): back at the same place the process dies of the same fault.
  if (info->si_code <= 0) raise(number);  // somebody sent it
}

void watch_faults() {
  stack_t stack{};
  stack.ss_sp = signal_stack;
  stack.ss_size = sizeof signal_stack;
  sigaltstack(&stack, nullptr);
  rlimit size{};
  getrlimit(RLIMIT_STACK, &size);
  char here = 0;
  stack_top = reinterpret_cast<std::uintptr_t>(&here);
  stack_size = size.rlim_cur == RLIM_INFINITY ? stack_top : size.rlim_cur;
  struct sigaction action{};
  action.sa_sigaction = on_fault;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
  sigaction(SIGSEGV, &action, nullptr);
  sigaction(SIGBUS, &action, nullptr);
}

void limit_memory(std::uint64_t memory) {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const std::uint64_t most = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + memory;
  rlimit limit{};
  getrlimit(RLIMIT_AS, &limit);
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most) return;
  limit.rlim_cur = most;
  setrlimit(RLIMIT_AS, &limit);
}

#endif

}  // namespace

void end_with_parent(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  setpgid(0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGTTIN, SIGTTOU}) std::signal(number, SIG_IGN);
  copied = false;
  static const int once = pthread_atfork(nullptr, nullptr, [] { copied = true; });
  static_cast<void>(once);
}

void end_if_copied() {
  if (copied) _exit(0);
}

void limit_this_process(std::uint64_t memory, const ExitWatch& watch) {
  exit_watch = watch;
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  std::set_new_handler(die_of_memory);
#if defined(WINDTUNNEL_ASAN)
  static_cast<void>(memory);
#else
  limit_memory(memory);
  watch_faults();
#endif
}

const int report_signal = SIGQUIT;

void tell_of_fatal_signals(const SignalWatch& watch) {
  signal_watch = watch;
  for (const int number : {SIGABRT, SIGTRAP, report_signal}) handle_fatal(number);
#if defined(WINDTUNNEL_ASAN)
  __sanitizer_set_death_callback(tell_once);
#else
  for (const int number : {SIGFPE, SIGILL}) handle_fatal(number);
#endif
}

bool leaks_in_this_process() {
#if defined(WINDTUNNEL_ASAN)
  return !core::memory_is_lost() && __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

}  // namespace windtunnel::engine
