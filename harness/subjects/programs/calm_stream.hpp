// Two hosts that talk over a stream in calm weather: every read gives exactly what a model says.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

/// Both sides write pieces and read them, each piece in one of the ways in which a stream can read, with
/// limits that fit exactly. The network may delay, cut and join what is sent, and loses nothing. So each read
/// gives the bytes of its piece, each write is done, a line that is one byte too long is refused, the close
/// callback runs once, after the data, and no socket is open at the end.
tornado::Future<void> run_calm_stream(World& world);

inline constexpr NamedProgram calm_stream{
    "calm_stream", "two programs that talk over a stream that loses nothing", run_calm_stream};

}  // namespace windtunnel::subjects
