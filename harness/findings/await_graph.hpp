// Who awaits whom: the coroutines that a run left waiting, what each waits for, and which tasks could have
// ended the wait. For a deadlock it shows the cycle, even if other tasks go on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/trace.hpp"

namespace windtunnel::findings {

/// A task that has begun, has not ended, and waits.
struct Waiting {
  std::uint32_t task = 0;
  std::uint32_t future = 0;  ///< the future that it waits for
  std::vector<std::uint32_t>
      whom;  ///< the tasks that could end the wait: whose future it is, who has the lock
};

/// The tasks that wait at the end of the run, by their numbers.
std::vector<Waiting> waiting_tasks(const tornado::Observer& events);

/// The cycles among them, each once, as the tasks in their order of waiting, starting with the lowest number.
std::vector<std::vector<std::uint32_t>> cycles_of(const std::vector<Waiting>& waiting);

/// In words, a line each, the cycles last: "task 2 (left) awaits task 3 (right)". Empty if no task waits.
std::string who_awaits_whom(const core::Trace& trace);

}  // namespace windtunnel::findings
