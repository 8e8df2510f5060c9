// Raw peers: an HTTP client and an HTTP server whose other side sends any bytes. What the fuzzers of the two
// run, and tests of what they found.
#pragma once

#include <string_view>

#include "harness/subjects/world/world.hpp"
#include "harness/core/subject.hpp"

namespace windtunnel {

/// A client that fetches a page from an origin which answers with the bytes, in pieces that the choices make.
/// The fetch must end by its timeouts, with one call of its callback, make no more connections than its
/// redirects allow, and leave none. The bytes must outlive the program.
WorldProgram fetch_from_raw_peer(std::string_view bytes);

/// A server of ScriptedHandlers and a browser that sends the bytes. What the server answers must be
/// responses, and it must be rid of the connection when that has been idle for long. The bytes must outlive
/// the program.
WorldProgram serve_raw_peer(std::string_view bytes);

/// What does not hold of the bytes as a message, in words, or nothing: a head that can be read is written as
/// a head that is read as the same.
std::string_view broken_round_trip(std::string_view bytes);

}  // namespace windtunnel
