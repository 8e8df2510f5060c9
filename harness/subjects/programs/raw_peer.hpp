// Raw peers: an HTTP client and an HTTP server whose other end sends arbitrary bytes. Fuzzers run them, and
// so do tests of what the fuzzers found.
#pragma once

#include <string_view>

#include "harness/core/subject.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel::subjects {

/// A client that fetches a page from an origin that responds with the bytes, in pieces that the choices
/// decide. The fetch must end by its timeouts, call its callback once, make no more connections than its
/// redirects allow, and leave none open. The bytes must outlive the program.
WorldProgram fetch_from_raw_peer(std::string_view bytes);

/// A server of ScriptedHandlers, and a browser that sends the bytes. The server must answer with valid
/// responses, and must close a connection that has been idle for long. The bytes must outlive the program.
WorldProgram serve_raw_peer(std::string_view bytes);

/// Checks the bytes as a message: a head that can be parsed must be written as a head that parses to the
/// same. Returns what does not hold, in words, or nothing.
std::string_view broken_round_trip(std::string_view bytes);

}  // namespace windtunnel::subjects
