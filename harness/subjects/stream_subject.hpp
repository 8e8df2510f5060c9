// Two tasks that talk over a stream: each writes, reads in every way that there is, waits and closes, in an
// order that the choices draw, while the network may do anything to them. It exercises the laws of streams.
#pragma once

#include <memory>

#include "harness/core/subject.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

std::unique_ptr<VenueProgram> begin_stream(Venue& venue);

tornado::Future<void> run_stream(World& world);

inline constexpr NamedProgram stream_program{"stream", "two programs that talk over a stream", run_stream};

}  // namespace windtunnel::subjects
