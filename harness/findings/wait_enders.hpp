// Who ends a wait where all goes well. A task that is stuck may wait for something that nobody has done yet,
// such as the setting of an event; a run of the same case that holds shows which task would have done it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/findings/await_reader.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::findings {

/// For each thing that is waited for, the names of the tasks that ended waits for it, and of their callers.
using WaitEnders = std::map<Thing, std::vector<std::string>>;

/// Those of a run. The trace must have names.
WaitEnders wait_enders(const core::Trace& trace);

/// Those of a run of the case that holds and leaves no task waiting, found among a hundred random schedules
/// in a child process. Empty if there is none, or if the child dies.
WaitEnders wait_enders_where_it_holds(const core::Case& one, properties::Judge& judge);

}  // namespace windtunnel::findings
