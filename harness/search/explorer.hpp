// The explorer: many runs of one subject under a strategy, within a budget, until a run breaks something. The
// runs are shared among a fixed number of streams, each with a strategy of its own, so that what is found
// depends on the seed and not on how many threads do the work.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/judge.hpp"
#include "harness/choices/choice_log.hpp"
#include "harness/freedom.hpp"
#include "harness/search/coverage.hpp"
#include "harness/strategies/strategies.hpp"
#include "harness/subject.hpp"

namespace windtunnel {

/// What to do. Ends after `runs` runs or `time`, whichever comes first, or at the first breach, or when the
/// strategy has run all there is.
struct SearchOptions {
  std::string strategy = "portfolio";
  unsigned depth = default_depth;
  std::uint64_t runs = 10'000;
  std::optional<std::chrono::duration<double>> time;
  std::uint64_t seed = 1;
  Freedom freedom = Freedom::contract;
  std::uint32_t phase_limit = 20'000;
  bool laws = false;  ///< whether the runtime's laws are judged too
  unsigned jobs = 1;
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the search as time does
};

/// A run that broke something.
struct Broken {
  ChoiceLog schedule;
  Breach breach;
  std::uint64_t run = 0;  ///< how many runs it took, itself among them
};

/// How the runs were shared among a portfolio's strategies.
struct Share {
  std::string name;
  std::uint64_t runs = 0;
  std::uint64_t news = 0;  ///< of them, those that showed an order that no other had shown
};

/// What happened. Runs after the one that broke something do not count.
struct SearchResult {
  Coverage coverage;
  double seconds = 0;
  bool interrupted = false;
  std::optional<Broken> broken;
  std::string certificate;  ///< what was shown, if anything was
  std::vector<Share> shares;
  std::array<std::uint64_t, 4> pct_runs{};  ///< by depth, from 1: runs of PCT with that depth
};

/// What a progress line shows.
using OnSearched = std::function<void(std::uint64_t runs)>;

/// Searches. Throws std::invalid_argument for a strategy that does not exist.
SearchResult search(const Subject& subject, const SearchOptions& options, const OnSearched& on_tick = {});

}  // namespace windtunnel
