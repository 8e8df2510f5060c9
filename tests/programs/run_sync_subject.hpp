// A main() that is no coroutine as a subject: it runs one coroutine after another by run_sync.
#pragma once

#include <memory>

#include "harness/core/subject.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel {

/// Up to four of them, which give something, fail, or wait for ever, some with a timeout (laws L17 to L20).
/// All of them are over when it returns; the loop must not run yet.
std::unique_ptr<subjects::VenueProgram> begin_run_sync(subjects::Venue& venue);

tornado::Future<void> run_sync_programs(World& world);

inline constexpr NamedProgram run_sync{"run_sync", "a main() that runs coroutines one after another",
                                       run_sync_programs};

}  // namespace windtunnel
