// A replay in a fresh process: whatever the run does there, it changes nothing here.
#pragma once

#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

/// As replay(), in a child of this process. If the run takes the child down although its violation is of
/// another kind, that is the result's other violation. Throws std::runtime_error for what replay() throws,
/// std::system_error if there are not enough processes.
Replay replay_isolated(const core::Failure& failure, properties::Judge& judge,
                       core::LogMode mode = core::LogMode::strict, Beside beside = Beside::nothing);

/// The finding of a failure, as to_finding() gives it, made in a child of this process. If the run takes the
/// child down, the finding holds what the failure says.
Finding to_finding_isolated(const core::Failure& failure, properties::Judge& judge);

}  // namespace windtunnel::findings
