#include "harness/core/terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace windtunnel::core {

namespace {

// 0 if it is no terminal or does not tell.
std::size_t terminal_width(int descriptor) {
  struct winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

bool is_terminal(int descriptor) {
  const std::string_view kind = variable("TERM");
  return isatty(descriptor) != 0 && !kind.empty() && kind != "dumb";
}

bool shows_colours(int descriptor) {
  return is_terminal(descriptor) && variable("NO_COLOR").empty();
}

std::size_t width_of(int descriptor) {
  constexpr std::size_t least = 40;
  constexpr std::size_t usual = 140;
  constexpr std::size_t most = 400;
  if (const std::size_t width = terminal_width(descriptor); width != 0) return std::clamp(width, least, most);
  const unsigned long width = std::strtoul(std::string(variable("COLUMNS")).c_str(), nullptr, 10);
  return width == 0 ? usual : std::clamp<std::size_t>(width, least, most);
}

ProgressLine::ProgressLine() : shown_(is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
  if (written_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const std::string& text) {
  if (!shown_) return;
  const std::size_t width = terminal_width(STDERR_FILENO);
  fmt::print(stderr, "\r\033[K{}", width == 0 ? text : text.substr(0, width - 1));
  written_ = true;
}

}  // namespace windtunnel::core
