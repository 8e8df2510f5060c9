#include "harness/engine/process_exit.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <iterator>

namespace windtunnel::engine {

namespace {

constexpr std::size_t longest_headline = 400;

std::string signal_in_words(int number) {
  const char* name = sigabbrev_np(number);
  return name == nullptr ? fmt::format("signal {}", number) : fmt::format("signal {} (SIG{})", number, name);
}

std::string_view place_of(Segfault fault) {
  switch (fault) {
    case Segfault::null_pointer:
      return ", at a null pointer";
    case Segfault::stack_overflow:
      return ", as its stack was full";
    default:
      return "";
  }
}

bool is_hex_digit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

// With "0x..." for every address and without a sanitizer's "==123==".
std::string without_addresses(std::string_view line) {
  std::string text;
  if (line.starts_with("==")) {
    const std::size_t end = line.find("==", 2);
    if (end != std::string_view::npos) line.remove_prefix(end + 2);
  }
  while (!line.empty()) {
    if (line.starts_with("0x")) {
      text += "0x...";
      line.remove_prefix(2);
      const auto end = std::find_if_not(line.begin(), line.end(), is_hex_digit);
      line.remove_prefix(static_cast<std::size_t>(end - line.begin()));
      continue;
    }
    text += line.front();
    line.remove_prefix(1);
  }
  return text.substr(0, longest_headline);
}

}  // namespace

std::string in_words(const ProcessExit& exit) {
  switch (exit.reason) {
    case ExitReason::returned:
      return "it came to its end";
    case ExitReason::threw:
      return "it threw: " + exit.standard_error;
    case ExitReason::exited:
      return fmt::format("it left with exit status {}", exit.number);
    case ExitReason::signalled:
      return fmt::format("it was ended by {}{}", signal_in_words(exit.number), place_of(exit.fault));
    case ExitReason::timed_out:
      return "it did not get on and was ended";
    default:
      return "it took too much memory and was ended";
  }
}

bool may_come_from_outside(const ProcessExit& exit) {
  if (exit.reason != ExitReason::signalled) return false;
  // What a process does to itself by mistake; anything else is a signal that is sent.
  constexpr int own_faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGPIPE};
  return std::find(std::begin(own_faults), std::end(own_faults), exit.number) == std::end(own_faults);
}

std::string headline(std::string_view standard_error) {
  constexpr std::array<std::string_view, 6> signs = {"ERROR: ",  "runtime error: ",  "Assertion `",
                                                     "what(): ", "terminate called", "SUMMARY: "};
  for (const std::string_view sign : signs) {
    const std::size_t found = standard_error.find(sign);
    if (found == std::string_view::npos) continue;
    const std::size_t before = standard_error.rfind('\n', found);
    std::string_view line = standard_error.substr(before == std::string_view::npos ? 0 : before + 1);
    line = line.substr(0, line.find('\n'));
    while (line.starts_with(' ')) line.remove_prefix(1);
    return without_addresses(line);
  }
  return {};
}

}  // namespace windtunnel::engine
