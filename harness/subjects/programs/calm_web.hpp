// A browser and a server in calm weather: every answer is, byte for byte, what a model gives.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

/// A browser asks a server for pages of many kinds: arguments, forms, files, cookies, redirects, templates,
/// errors, bodies in chunks, compressed ones, pages that it has already, bodies that just fit and that are a
/// byte too long. The network may delay, cut and join what is sent, and loses nothing; no deadline is near.
/// So each answer is the one that a simple model of the page gives, each request is served once, at most
/// `max_clients` are served at once, and neither a place of the client nor a socket is left in use at the
/// end.
tornado::Future<void> run_calm_web(World& world);

inline constexpr NamedProgram calm_web{"calm_web", "pages that are exactly what a model gives", run_calm_web};

}  // namespace windtunnel::subjects
