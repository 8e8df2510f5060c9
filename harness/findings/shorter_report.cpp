#include "harness/findings/shorter_report.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "harness/core/lines.hpp"

namespace windtunnel::findings {

namespace {

constexpr unsigned most_frames = 5;

// The number of a line like "    #12 0x55dd in f() file.cpp:3"; nothing for another line.
std::optional<unsigned> frame_of(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == std::string_view::npos || line[begin] != '#') return std::nullopt;
  unsigned number = 0;
  const char* const end = line.data() + line.size();
  const auto [last, error] = std::from_chars(line.data() + begin + 1, end, number);
  if (error != std::errc() ||
      !std::string_view(last, static_cast<std::size_t>(end - last)).starts_with(" 0x"))
    return std::nullopt;
  return number;
}

// Whether what follows says nothing to people.
bool begins_noise(std::string_view line) {
  return line.find("Shadow bytes around the buggy address") != std::string_view::npos ||
         line.find("==Register values:") != std::string_view::npos;
}

// The next line that is for people ends it.
bool is_noise(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return !line.empty() && !line.starts_with("==") && !line.starts_with("SUMMARY: ") &&
         line.find("Sanitizer") == std::string_view::npos;
}

}  // namespace

std::string shorter_report(std::string_view text) {
  std::string out;
  bool in_noise = false;
  bool cut = false;
  while (!text.empty()) {
    const std::string_view line = core::take_line(text);
    if (begins_noise(line)) {
      in_noise = true;
      continue;
    }
    in_noise = in_noise && is_noise(line);
    if (in_noise) continue;
    const std::optional<unsigned> frame = frame_of(line);
    if (frame && *frame >= most_frames) {
      if (!cut) out += std::string(line.substr(0, line.find('#'))) + "...\n";
      cut = true;
      continue;
    }
    cut = false;
    out += line;
    out += '\n';
  }
  return out;
}

}  // namespace windtunnel::findings
