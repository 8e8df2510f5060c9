// The second program of the document from which this project began: a server's handler yields a fetch and
// renders a template with the result.
#pragma once

#include <memory>

#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

/// A browser sends one to four requests to a server, whose handler asks the origin. Checks that each request
/// ends once, with the page that its handler rendered or with a true error, and that a handler that got its
/// page uses it once.
std::unique_ptr<VenueProgram> begin_gen_async_handler(Venue& venue);

tornado::Future<void> run_gen_async_handler(World& world);

inline constexpr NamedProgram gen_async_handler{
    "gen_async_handler", "a handler that yields a fetch and renders a template", run_gen_async_handler};

}  // namespace windtunnel::subjects
