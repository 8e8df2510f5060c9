// Many generated programs, each under some schedules, on this runtime and on the real Tornado. The oracle is
// the slow side: each worker has one of its own, which never waits for a question.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/engine/campaign.hpp"
#include "harness/engine/worker_pool.hpp"
#include "harness/generator/areas.hpp"
#include "harness/generator/constructs.hpp"
#include "harness/oracle/comparison.hpp"

namespace windtunnel::oracle {

/// What to compare. Program `i` of a seed is the one that `check` runs under that seed and number. Ends after
/// that many programs or that much time, whichever is given and comes first, or at the first difference.
struct DiffOptions {
  std::optional<std::uint64_t> programs;
  std::optional<std::chrono::duration<double>> time;
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the comparison as time does
  std::uint64_t seed = 1;
  generator::Areas areas = generator::all_areas;
  std::uint32_t program_size = 25;            ///< statements, about
  unsigned schedules = 3;                     ///< of a program at most: the quiet one, and others drawn
  unsigned jobs = 1;                          ///< processes
  std::vector<std::string> oracle;            ///< as of oracle_command()
  std::chrono::duration<double> timeout{60};  ///< how long the oracle may take for an answer
};

/// A difference and the program that showed it.
struct FoundDifference {
  std::uint64_t program = 0;
  Difference difference;
};

/// What happened. The figures are the same for any number of jobs, unless something was found.
struct DiffResult {
  std::uint64_t programs = 0;
  std::uint64_t runs = 0;       ///< on each side
  std::uint64_t set_again = 0;  ///< done Futures that were set: where the oracle follows the document
  double seconds = 0;
  std::uint64_t digest = 0;  ///< of all traces
  bool interrupted = false;
  generator::ConstructCounts constructs;
  std::optional<FoundDifference> found;            ///< of the earliest program that showed one
  std::optional<engine::CampaignFailure> failure;  ///< if that program takes this runtime down instead

  bool clean() const { return !found && !failure; }
};

/// The limits of a process that asks the oracle: while it waits for an answer it does not get on.
engine::ChildLimits limits_beside_oracle(std::chrono::duration<double> timeout);

/// The pool of a comparison, whose items are batches of that many programs. `Options` are those of run_diff()
/// or of another comparison with the oracle.
template <class Options>
engine::PoolOptions pool_beside_oracle(const Options& options, std::uint64_t batch) {
  engine::PoolOptions pool;
  pool.workers = std::max(1U, options.jobs);
  pool.limits = limits_beside_oracle(options.timeout);
  if (options.programs) pool.queue.items = (*options.programs + batch - 1) / batch;
  pool.queue.time = options.time;
  pool.queue.interrupted = options.interrupted;
  pool.report_each_item = true;
  return pool;
}

/// The text of a program of a campaign.
std::string diff_program(const DiffOptions& options, std::uint64_t number,
                         generator::ConstructCounts& constructs);

/// The seed of that program's schedules, for a SchedulePlan.
std::uint64_t schedule_seed(const DiffOptions& options, std::uint64_t number);

/// Compares until the limits are reached or something is found. Throws std::runtime_error if the oracle does
/// not work at all. `on_tick`, if given, is called several times a second.
DiffResult run_diff(const DiffOptions& options,
                    const std::function<void(const engine::PoolProgress&)>& on_tick = {});

}  // namespace windtunnel::oracle
