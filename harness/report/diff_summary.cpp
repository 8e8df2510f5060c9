#include "harness/report/diff_summary.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/digest.hpp"
#include "harness/core/figures.hpp"

namespace windtunnel::report {

std::string summary(const oracle::DiffOptions& options, const oracle::DiffResult& result) {
  std::string out;
  const auto line = [&](std::string_view key, const std::string& text) {
    out += fmt::format("{:<11} {}\n", key, text);
  };
  line("programs", fmt::format("{}  (seed {})", core::grouped(result.programs), options.seed));
  line("schedules", fmt::format("{} on each side  ({} a second)", core::grouped(result.runs),
                                core::per_second(result.runs, result.seconds)));
  line("set again", fmt::format("{} done Futures, refused on both sides", core::grouped(result.set_again)));
  const auto enabled = std::count_if(result.constructs.enabled.begin(), result.constructs.enabled.end(),
                                     [](std::uint64_t count) { return count != 0; });
  std::string never;
  std::ptrdiff_t missing = 0;
  result.constructs.missing().for_each([&](generator::Construct construct) {
    ++missing;
    never += fmt::format("{}construct `{}`", never.empty() ? "" : ", ", name_of(construct));
  });
  line("constructs", fmt::format("{} of {} enabled ones occurred", enabled - missing, enabled));
  // A run that was cut short has not seen much, so this would say nothing.
  if (!never.empty() && result.clean() && !result.interrupted) line("NEVER SEEN", never);
  line("time", fmt::format("{:.1f} s{}", result.seconds, result.interrupted ? ", interrupted" : ""));
  if (result.clean()) line("digest", core::hex(result.digest));
  return out;
}

std::string diff_progress_line(const engine::PoolProgress& progress, double seconds) {
  return fmt::format("{} programs, {} schedules, {} schedules/s, {} differences, {:.0f} s",
                     core::grouped(progress.cases), core::grouped(progress.runs),
                     core::per_second(progress.runs, seconds), progress.findings, seconds);
}

}  // namespace windtunnel::report
