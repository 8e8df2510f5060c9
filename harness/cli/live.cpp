#include "harness/cli/live.hpp"

#include <csignal>
#include <unistd.h>

#include "harness/core/terminal.hpp"

namespace windtunnel::cli {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

const std::atomic<bool>& end_on_interrupt() {
  struct sigaction action{};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before{};
    sigaction(number, nullptr, &before);
    // What `nohup` and background jobs have chosen stays so.
    if (before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
  return interrupted;
}

report::Paint paint_of_output() {
  return core::shows_colours(STDOUT_FILENO) ? report::Paint::colours : report::Paint::plain;
}

std::size_t width_of_output() {
  return core::width_of(STDOUT_FILENO);
}

}  // namespace windtunnel::cli
