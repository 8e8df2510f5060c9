// PeriodicCallback under every schedule: the scenario language has no name for it, so its law (V5) needs a
// subject of its own.
#pragma once

#include "harness/core/subject.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel::subjects {

/// Runs one to three PeriodicCallbacks through a script of starts and stops that is drawn, with callbacks
/// that fail, stop themselves, take time or return a failed Future.
tornado::Future<void> run_periodic(World& world);

}  // namespace windtunnel::subjects
