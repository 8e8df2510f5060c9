// Many generated programs, each under some schedules, on this runtime and on the real Tornado. The oracle is
// the slow side: each job has one of its own, which never waits for a question.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/crew.hpp"
#include "harness/diff/comparison.hpp"
#include "harness/generator/areas.hpp"
#include "harness/generator/constructs.hpp"

namespace windtunnel {

/// What to compare. Program `i` of a seed is the one that `check` flies under that seed and number.
struct DiffOptions {
  CrewLimits limits;
  std::uint64_t seed = 1;
  Areas areas = all_areas;
  std::uint32_t program_size = 25;  ///< statements, about
  unsigned schedules = 3;           ///< of a program at most: the canonical one, and others drawn
  unsigned jobs = 1;
  std::vector<std::string> oracle;             ///< as of oracle_command()
  std::chrono::duration<double> patience{60};  ///< how long the oracle may take for an answer
};

/// A difference and the program that showed it.
struct FoundDifference {
  std::uint64_t program = 0;
  Difference difference;
};

/// What happened. The figures are the same for any number of jobs, unless there was a difference.
struct DiffResult {
  std::uint64_t programs = 0;
  std::uint64_t runs = 0;       ///< on each side
  std::uint64_t set_again = 0;  ///< done Futures that were set: where the oracle follows the document
  double seconds = 0;
  std::uint64_t digest = 0;  ///< of all traces
  bool interrupted = false;
  ConstructCounts constructs;
  std::optional<FoundDifference> found;  ///< of the earliest program that showed one
};

/// What a progress line shows.
struct DiffProgress {
  std::atomic<std::uint64_t> programs{0};
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint32_t> differences{0};
};

/// The text of a program of a campaign.
std::string diff_program(const DiffOptions& options, std::uint64_t number, ConstructCounts& constructs);

/// The seed of that program's schedules, for a SchedulePlan.
std::uint64_t schedule_seed(const DiffOptions& options, std::uint64_t number);

/// Compares until the limits are reached or there is a difference. Throws std::runtime_error if the oracle
/// does not work at all. `on_tick`, if given, is called several times a second.
DiffResult run_diff(const DiffOptions& options, const std::function<void(const DiffProgress&)>& on_tick = {});

}  // namespace windtunnel
