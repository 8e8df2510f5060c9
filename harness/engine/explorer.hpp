// The explorer: many runs of one case under a strategy, within a budget, until one fails. The runs are shared
// among a fixed number of streams, each with a strategy of its own, so that what is found depends on the seed
// and not on how many processes do the work. A subject that takes its process down, or does not come back,
// fails too.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/engine/stream_report.hpp"
#include "harness/properties/judge.hpp"
#include "harness/strategies/strategies.hpp"

namespace windtunnel::engine {

/// What to do. Ends after `runs` runs or `time`, whichever comes first, or at the first failure, or when the
/// strategy has run all there is.
struct SearchOptions {
  std::string strategy = "portfolio";
  unsigned depth = strategies::default_depth;
  std::uint64_t runs = 10'000;
  std::optional<std::chrono::duration<double>> time;
  std::uint64_t seed = 1;
  unsigned jobs = 1;  ///< processes
  /// Of a run: how long it may hang; and what a process may hold, most of which is what the search remembers.
  ChildLimits limits{std::chrono::duration<double>(5), std::uint64_t{3} << 30U};
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the search as time does
};

/// Whether the strategy enumerates: what it does is no random sample, and twice it would do the same.
constexpr bool enumerates(std::string_view strategy) {
  return strategy == "exhaustive" || strategy == "deviations" || strategy == "each-failure" ||
         strategy == "each-split";
}

/// A schedule that fails.
struct SearchFailure : core::Failure {
  std::uint64_t run = 0;  ///< how many runs it took, itself among them
};

/// What happened. Runs after the one that failed do not count.
struct SearchResult : StreamReport {
  double seconds = 0;
  bool interrupted = false;
  bool cut_short = false;  ///< by time, or interrupted: before all runs of the budget, or all there are
  bool is_part = false;    ///< of a search that shards share: what it did not reach, another one may have
  std::optional<SearchFailure> failure;
  /// A process died. Then only runs and steps are known: what its streams had seen died with it.
  bool only_counted = false;

  /// What it objects to beside a schedule that fails, a line each: goals that no run reached. Empty if it was
  /// cut short, is a part, or something failed: then they are not judged.
  std::vector<std::string> objections() const {
    return cut_short || is_part || failure ? std::vector<std::string>() : goals.objections(coverage.runs());
  }
};

/// How far a search is, for a progress line and a plot.
struct SearchProgress {
  std::uint64_t runs = 0;
  std::uint64_t orders = 0;   ///< partial orders seen, counted by each stream for itself
  std::vector<Share> shares;  ///< of a portfolio's strategies; empty for another strategy
};
using OnSearched = std::function<void(const SearchProgress& progress)>;

/// Searches the schedules of a case, whose own schedule does not matter, in other processes: nothing that the
/// subject does there changes anything here. Throws std::invalid_argument for a strategy that does not exist,
/// std::system_error if there are not enough processes, and std::runtime_error for what went wrong where it
/// should not have, in the words of the worker.
SearchResult search(const core::Case& one, properties::Judge& judge, const SearchOptions& options = {},
                    const OnSearched& on_tick = {});

}  // namespace windtunnel::engine
