// Who waits for whom: the coroutines that a run left waiting, what each waits for, and which tasks could have
// ended the wait. For a deadlock it shows the cycle, even if other tasks go on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/trace.hpp"
#include "harness/findings/wait_enders.hpp"

namespace windtunnel::findings {

/// A task that could have ended a wait, and what stands between the two.
struct Cause {
  std::uint32_t task = 0;
  std::string thing;  ///< "lock 2"; empty if the result of the task itself is waited for

  bool operator==(const Cause&) const = default;
};

/// A task that has begun, has not ended, and waits.
struct Waiting {
  std::uint32_t task = 0;
  std::uint32_t future = 0;  ///< the future that it waits for; 0: a step of a World
  std::string what;          ///< what it waits for, as one clause, such as "event 1, which nobody sets"
  std::vector<Cause> whom{};
  bool unended = false;  ///< no task is known that ends such a wait; a run that holds may show one
};

/// The tasks that wait at the end of the run, by their numbers. Where no task has ended such a wait yet,
/// `enders` of another run say who would have, if that task waits too.
std::vector<Waiting> waiting_tasks(const core::Trace& trace, const WaitEnders& enders = {});

/// The cycles among them, each once, as the tasks in their order of waiting, starting with the lowest number.
std::vector<std::vector<std::uint32_t>> cycles_of(const std::vector<Waiting>& waiting);

/// In words, a line each, the cycles last: "left waits for lock 2, which right holds, at locks.cpp:12" and "a
/// cycle: left -> lock 2 -> right -> lock 1 -> left". Daemons are shown only if another task waits for them.
/// Empty if no task waits.
std::string who_awaits_whom(const core::Trace& trace, const WaitEnders& enders = {});

}  // namespace windtunnel::findings
