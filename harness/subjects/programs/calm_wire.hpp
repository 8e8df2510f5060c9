// A browser that speaks HTTP by hand to a server in calm weather: keep-alive, pipelining, chunks, and limits.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

/// A browser sends requests on one connection, one after the other or all at once, in both versions of HTTP,
/// with heads and bodies that just fit and that are a byte too long. The network may delay, cut and join what
/// is sent, and loses nothing. So the server answers each request in order, exactly, until the connection
/// must end: where the browser or the version says so, or at the first message that is too long.
tornado::Future<void> run_calm_wire(World& world);

inline constexpr NamedProgram calm_wire{"calm_wire", "requests by hand, one after the other and pipelined",
                                        run_calm_wire};

}  // namespace windtunnel::subjects
