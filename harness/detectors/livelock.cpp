#include "harness/detectors/livelock.hpp"

#include <fmt/format.h>
#include <string>
#include <utility>

#include "harness/rules.hpp"

namespace windtunnel {

std::optional<FoundLivelock> search_for_livelock(const Subject& subject, const LivelockOptions& options) {
  RunOptions run_options;
  run_options.freedom = options.freedom;
  run_options.phase_limit = options.budget;
  Trace trace;
  for (std::uint64_t number = 0; number < options.runs; ++number) {
    const std::uint64_t seed = derive(options.seed, number);
    // The first run is fair from its beginning.
    const auto prefix =
        number == 0 ? 0U : static_cast<std::uint32_t>(seed % (std::uint64_t{options.longest_prefix} + 1));
    FairSuffixSource choices(seed, prefix);
    run(subject, choices, run_options, trace);
    if (!trace.livelock) continue;
    std::string words = fmt::format(
        "after {} choices at random and fair ones from there on, the run did not come to its end within {} "
        "phases",
        prefix, options.budget);
    if (trace.objection && trace.objection->rule == rules::livelock) words += ": " + trace.objection->message;
    return FoundLivelock{trace.schedule.without_trailing_zeros(),
                         {rules::livelock, trace.events.size(), std::move(words)}};
  }
  return std::nullopt;
}

}  // namespace windtunnel
