// The core, called as C++ calls it: each answer is what a model gives.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "runtime/future.hpp"

namespace windtunnel::subjects {

/// Calls queues, semaphores, locks, conditions, events, timers and what waits for several Futures, in an
/// order that is drawn, also with many waiters that give up, many timers that are removed, a notify within a
/// notify and a Future that is given twice. After each call, what is done and with what result is what a
/// model says.
tornado::Future<void> run_calm_core(World& world);

inline constexpr NamedProgram calm_core{
    "calm_core", "locks, queues, timers and Futures beside a model of them", run_calm_core};

}  // namespace windtunnel::subjects
