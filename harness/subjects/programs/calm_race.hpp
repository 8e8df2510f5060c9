// Connections to hosts with several addresses: the race is won by who must win, and who comes late is closed.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "runtime/future.hpp"

namespace windtunnel::subjects {

/// Clients connect to a host with several addresses of both kinds, at some of which servers listen, until
/// they stop or end. A connection comes about exactly if a server listens at an address that may be tried,
/// leads to that server and is the only one that is left, however many were tried at once; it comes as soon
/// as the race allows; and no socket is left at the end.
tornado::Future<void> run_calm_race(World& world);

inline constexpr NamedProgram calm_race{"calm_race", "connections to hosts with several addresses",
                                        run_calm_race};

}  // namespace windtunnel::subjects
