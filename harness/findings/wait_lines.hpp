// The lines of the timeline for waits for Futures, such as those of locks, queues and streams: what a task of
// a World waits for, and what ended the wait. Steps of a World have lines of their own.
#pragma once

#include <vector>

#include "harness/core/trace.hpp"

namespace windtunnel::findings {

/// The lines of the run's tasks in their order, with those of its waits: "waits for event 1  pool.cpp:12" and
/// "is woken by alice". The trace must have names.
std::vector<core::TaskLine> lines_with_waits(const core::Trace& trace);

}  // namespace windtunnel::findings
