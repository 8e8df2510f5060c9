#include "harness/cli/commands.hpp"

#include <cstdio>
#include <fmt/format.h>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

std::string one_line(std::string_view text) {
  constexpr std::size_t longest = 5000;  // room for a path of the longest kind
  return scenario::printable(text, longest);
}

std::string describe(const core::Divergence& divergence) {
  const core::Choice& recorded = divergence.recorded;
  return fmt::format("choice {} of the schedule is {} {}/{}, but the run asks for {} of {} options",
                     divergence.step + 1, tornado::name_of(recorded.kind), recorded.index, recorded.options,
                     tornado::name_of(divergence.found_kind), divergence.found_options);
}

void report_known(const std::vector<properties::Known>& known) {
  for (const properties::Known& each : known) fmt::print(stderr, "known {}: {}\n", each.defect, each.message);
}

}  // namespace windtunnel::cli
