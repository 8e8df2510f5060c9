// The pool of isolated workers: processes that share numbered items of work until one of them finds
// something, or all is done. Code under test can take a worker down, but not the pool: what the worker was
// running then is what was found.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "harness/core/violation.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/engine/work_queue.hpp"
#include "harness/engine/worker_slot.hpp"

namespace windtunnel::engine {

/// What one worker does, in its own process.
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  virtual ~Work() = default;

  /// Works on an item: each run between slot.begin_run() and slot.end_run(), its choices recorded there.
  /// Gives what the latest run violates, if anything; then the worker's work is done.
  virtual std::optional<core::Violation> work_on(std::uint64_t item, WorkerSlot& slot) = 0;

  /// Whether nothing is left to do, for any worker.
  virtual bool is_over() const { return false; }

  /// The latest run as account_of() tells it. Asked after work_on() has given a violation.
  virtual std::string account() const { return {}; }

  /// What it has counted so far, in bytes.
  virtual std::string report() = 0;
};

struct PoolOptions {
  unsigned workers = 1;
  ChildLimits limits;  ///< of a worker, between two runs
  QueueLimits queue;
  std::uint64_t lanes = 0;        ///< if not 0, items are worked on in rounds, see WorkQueue
  bool report_each_item = false;  ///< so that a worker that dies leaves what it counted until then
};

/// The earliest item in which something was found.
struct FoundItem {
  std::uint64_t item = 0;
  std::uint64_t place = 0;  ///< of the run within it
  core::ChoiceLog schedule;
  core::Violation violation;
  std::optional<ProcessExit> exit;  ///< of the worker, if the run took it down
  std::string account;              ///< of the run, if it came to its end
};

struct PoolResult {
  std::vector<std::string> reports;  ///< one a worker; empty if it left none
  std::optional<FoundItem> found;
  double seconds = 0;
  bool interrupted = false;
};

/// Sums over all workers, while they work.
struct PoolProgress {
  std::uint64_t cases = 0;
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::uint32_t findings = 0;
};

/// Runs the workers. `make_work` is called once in each. `on_tick`, if given, is called several times a
/// second. Throws std::system_error if there are not enough processes, and std::runtime_error for what went
/// wrong where it should not have: what a worker threw, or that it ended while it ran no code under test.
PoolResult run_pool(const PoolOptions& options, const std::function<std::unique_ptr<Work>()>& make_work,
                    const std::function<void(const PoolProgress&)>& on_tick = {});

}  // namespace windtunnel::engine
