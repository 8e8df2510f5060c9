#include "harness/cli/arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "harness/cli/commands.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

std::chrono::duration<double> parse_duration(std::string_view option, std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {{"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"h", 3600}};
  constexpr double longest = 365.0 * 24 * 3600;
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, seconds] : units) {
    if (error == std::errc() && unit == name && number > 0 && number * seconds <= longest) {
      return std::chrono::duration<double>(number * seconds);
    }
  }
  throw UsageError(fmt::format("{}: found {}; allowed here: a time such as 500ms, 60s, 10m or 2h, at most a year", option,
                               in_quotes(text)));
}

}  // namespace windtunnel
