// TCPClient: connects streams to a named host, over whichever of its addresses answers first.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/net/io_stream.hpp"
#include "runtime/net/resolver.hpp"

namespace tornado {

/// Makes connections. Its network must outlive them.
class TCPClient {
 public:
  explicit TCPClient(Network& network = Network::current()) : resolver_(network) {}
  explicit TCPClient(const Resolver& resolver) : resolver_(resolver) {}

  /// Looks up `host` and connects to it. Fails with ResolveError, or with the StreamClosedError of the last
  /// attempt, whose real_error() says why.
  Future<StreamPtr> connect(const std::string& host, std::uint16_t port,
                            AddressFamily family = AddressFamily::unspecified,
                            StreamOptions options = {}) const;

 private:
  Resolver resolver_;
};

}  // namespace tornado
