// A site in calm weather: what handlers, files and fetches do beyond the pages of calm_web, and each answer,
// with all of its headers, is what a model gives.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "runtime/future.hpp"

namespace windtunnel::subjects {

/// A browser asks a site: requests of every shape, of which the server writes what it sees; statuses, headers
/// and cookies that a handler sets; files, parts of them, and files that the browser has; redirects; bodies
/// that a handler takes in parts; failures, the browser's and the server's; answers that just come in time,
/// and that come too late. The network may delay, cut and join what is sent, and loses nothing. So the code,
/// the reason, every header and the body are what a model says, as are the lines of the server's access log;
/// a request that cannot be made fails, with these words; a 599 is true; and nothing is left at the end.
tornado::Future<void> run_calm_site(World& world);

inline constexpr NamedProgram calm_site{
    "calm_site", "a site whose every answer and header is what a model gives", run_calm_site};

}  // namespace windtunnel::subjects
