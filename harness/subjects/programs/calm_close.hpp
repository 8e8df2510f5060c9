// How streams end: by either side, by an error, by a limit, by a callback that fails.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "runtime/future.hpp"

namespace windtunnel::subjects {

/// Two streams on a network without faults, whose ends are drawn: a connect that is refused, a callback that
/// fails, a peer that ends, a close in the middle of reads and writes, buffers that are just full and a byte
/// too full. Each pending call fails as it must, with the error that closed the stream, what the buffer has
/// is still read, the close callback runs once, and writes are done in order, when their bytes are gone.
tornado::Future<void> run_calm_close(World& world);

inline constexpr NamedProgram calm_close{
    "calm_close", "streams that end, by either side, an error or a limit", run_calm_close};

}  // namespace windtunnel::subjects
