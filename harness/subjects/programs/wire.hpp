// Wires: an HTTP client and an HTTP server whose other side sends given bytes, whatever they are. What a
// fuzzer of the two, and tests of what it found, run.
#pragma once

#include <string_view>

#include "harness/core/subject.hpp"

namespace windtunnel {

/// What the other side sends. Must outlive the subject.
struct WireBytes {
  std::string_view bytes;
};

/// A client that fetches a page from an origin which answers with the bytes, in pieces that the choices make.
/// The fetch must end by its timeouts, with one call of its callback, make no more connections than its
/// redirects allow, and leave none.
Subject wire_to_client(const WireBytes& wire);

/// A server of DeedHandlers and a browser that sends the bytes. What the server answers must be
/// responses, and it must be rid of the connection when that has been idle for long.
Subject wire_to_server(const WireBytes& wire);

/// What does not hold of the bytes as a message, in words, or nothing: a head that can be read is written as
/// a head that is read as the same.
std::string_view broken_round_trip(std::string_view bytes);

}  // namespace windtunnel
