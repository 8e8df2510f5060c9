#include "harness/cli/live.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <unistd.h>

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
  const char* terminal = std::getenv("TERM");
  const bool plain = isatty(STDOUT_FILENO) == 0 || terminal == nullptr ||
                     std::string_view(terminal) == "dumb" || std::getenv("NO_COLOR") != nullptr;
  return plain ? report::Paint::plain : report::Paint::colours;
}

ProgressLine::ProgressLine() : shown_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const std::string& text) const {
  if (shown_) fmt::print(stderr, "\r\033[K{}", text);
}

}  // namespace windtunnel::cli
