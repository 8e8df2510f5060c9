// Resolver: looks up the addresses of a name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/net/network.hpp"

namespace tornado {

/// Asks a network, which must outlive the resolver.
class Resolver {
 public:
  explicit Resolver(Network& network = Network::current()) : network_(network) {}

  /// The addresses of `host`, a name or an IP address, each with that port: at least one, in the network's
  /// order. Fails with ResolveError.
  Future<std::vector<Address>> resolve(const std::string& host, std::uint16_t port,
                                       AddressFamily family = AddressFamily::unspecified) const {
    return network_.resolve(host, port, family);
  }

  Network& network() const { return network_; }

 private:
  Network& network_;
};

}  // namespace tornado
