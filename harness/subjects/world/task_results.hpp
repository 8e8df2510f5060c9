// TaskResults: which tasks of a run have ended, by their numbers. A property is asked only while the task
// that states it runs, so this is looked up for each property after every step.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/future_cell.hpp"

namespace windtunnel {

/// The results of the tasks of one run. The caller that sets them owns them.
class TaskResults {
 public:
  /// The number of a task that never ends.
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

  /// The result of the task with that number, instead of an earlier one.
  void set(std::uint32_t task, const tornado::FutureCell& result) {
    if (task >= results_.size()) results_.resize(task + 1);
    results_[task] = &result;
  }
  /// A task that runs up to its first wait has no result yet, and has not ended.
  bool has_ended(std::uint32_t task) const {
    return task < results_.size() && results_[task] != nullptr && results_[task]->done();
  }
  void clear() { results_.clear(); }

 private:
  std::vector<const tornado::FutureCell*> results_;
};

}  // namespace windtunnel
