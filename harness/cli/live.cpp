#include "harness/cli/live.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace windtunnel::cli {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// Of a terminal; 0 if it is none or does not tell.
std::size_t width_of(int descriptor) {
  struct winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

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

std::size_t width_of_output() {
  constexpr std::size_t least = 40;
  constexpr std::size_t usual = 140;
  constexpr std::size_t most = 400;
  if (const std::size_t width = width_of(STDOUT_FILENO); width != 0) return std::clamp(width, least, most);
  const char* columns = std::getenv("COLUMNS");
  const unsigned long width = columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
  return width == 0 ? usual : std::clamp<std::size_t>(width, least, most);
}

ProgressLine::ProgressLine() : shown_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const std::string& text) const {
  const std::size_t width = width_of(STDERR_FILENO);
  if (shown_) fmt::print(stderr, "\r\033[K{}", width == 0 ? text : text.substr(0, width - 1));
}

}  // namespace windtunnel::cli
