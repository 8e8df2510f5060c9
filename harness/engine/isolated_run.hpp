// Runs a case in a process of its own, for code that may not come back: a crash, a hang or memory without end
// are then violations like any other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "harness/core/case.hpp"
#include "harness/core/log_source.hpp"
#include "harness/engine/forked_child.hpp"

namespace windtunnel::engine {

/// What a single run may take: one takes much less than a millisecond, so this is for ever.
inline constexpr ChildLimits one_run_limits{std::chrono::duration<double>(0.5), std::uint64_t{512} << 20U};

/// What came of it.
struct IsolatedRun {
  std::optional<core::Violation> violation;  ///< of `no-crash` or `no-hang`
  core::ChoiceLog schedule;                  ///< what was chosen, to the end of the run or of its process
  std::string standard_error;
  std::string crash;  ///< the last steps and the stack of a process that died, in lines; may be empty
};

/// Runs it. Throws std::system_error if there are not enough processes.
IsolatedRun run_isolated(const core::Case& one, core::LogMode mode = core::LogMode::nearest,
                         const ChildLimits& limits = one_run_limits);

/// The violation that such an end of a run's process is. Its step is the number of choices drawn until then.
core::Violation violation_of(const ProcessExit& exit, std::size_t choices);

/// For a case during which a process ended as `exit` says: throws std::runtime_error if somebody else ended
/// the process, which is no fault of the case. That is so if it may be, and the case comes to its end when it
/// runs again.
void must_be_own_fault(const core::Case& one, const ProcessExit& exit);

/// The standard error of a process that died, for a finding: a line each, indented, nothing in it that is not
/// printable.
std::string indented_lines(const std::string& standard_error);

}  // namespace windtunnel::engine
