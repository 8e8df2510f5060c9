#include "harness/cli/commands.hpp"

#include <cstdio>
#include <fmt/format.h>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

std::string one_line(std::string_view text) {
  constexpr std::size_t longest = 5000;  // room for a path of the longest kind
  return scenario::printable(text, longest);
}

void report_known(const std::vector<properties::Known>& known) {
  for (const properties::Known& each : known) fmt::print(stderr, "known {}: {}\n", each.defect, each.message);
}

}  // namespace windtunnel::cli
