#include "harness/report/coloured.hpp"

#include "harness/core/lines.hpp"

namespace windtunnel::report {

namespace {

constexpr std::string_view yellow = "\033[33m";
constexpr std::string_view red = "\033[31m";
constexpr std::string_view bold = "\033[1m";
constexpr std::string_view usual = "\033[0m";

std::string_view colour_of(std::string_view line) {
  if (line.starts_with("it breaks") || line.starts_with("and if ")) return yellow;
  if (line.starts_with("time (s)") || line.starts_with("beside the nearest run")) return bold;
  if (line.starts_with("law   ") || line.find("   breaks ") != std::string_view::npos ||
      line.find(": breaks ") != std::string_view::npos)
    return red;
  return {};
}

}  // namespace

std::string coloured(std::string_view text, Paint paint) {
  if (paint == Paint::plain) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::string_view line = core::take_line(text);
    const std::string_view colour = colour_of(line);
    out += colour;
    out += line;
    if (!colour.empty()) out += usual;
    out += '\n';
  }
  return out;
}

}  // namespace windtunnel::report
