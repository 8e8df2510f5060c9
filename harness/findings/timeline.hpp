// The timeline: what the tasks of a World did in a run, in columns by task, so that a reader sees at a glance
// which step came before which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "harness/core/trace.hpp"

namespace windtunnel::findings {

/// One line for each step, each wait for a Future and its end, each line that was logged and the check that
/// failed: the virtual time in seconds, then in the task's column what it did, with the value and the place
/// in the code. Many tasks, or long lines, are shown below one another instead. At most `most_lines`, the
/// last ones. Empty if the trace has none. The trace must have names.
std::string timeline(const core::Trace& trace, std::size_t most_lines = 60);

/// The name of a task of a World; the second one of a name is called `name#2`.
std::string column_name(const tornado::StepLog& steps, std::uint32_t task);

}  // namespace windtunnel::findings
