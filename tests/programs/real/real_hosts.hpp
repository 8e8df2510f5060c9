// RealHosts: named hosts on this machine, so that a program that connects to "server" at port 80 does so over
// loopback, whatever ports are free.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/net/network.hpp"

namespace windtunnel {

/// Hosts by their names, on one network. Each port that one listens at is another one in truth.
class RealHosts {
 public:
  /// The network must outlive the hosts.
  explicit RealHosts(tornado::Network& network);
  RealHosts(const RealHosts&) = delete;
  RealHosts& operator=(const RealHosts&) = delete;
  ~RealHosts();

  /// Made on first use.
  tornado::Network& named(const std::string& name);

 private:
  class Host;

  // The port in truth; one at which nobody listens if nobody does there.
  std::uint16_t port_of(const std::string& name, std::uint16_t port) const;

  tornado::Network& network_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  std::map<std::pair<std::string, std::uint16_t>, std::uint16_t> ports_;
};

}  // namespace windtunnel
