// UdpSocket: a UDP socket of the simulated kernel, over the datagrams of the simulated network.
#pragma once

#include <memory>

#include "harness/kernel/socket_file.hpp"
#include "runtime/sim/network/datagram_socket.hpp"

namespace windtunnel::kernel {

/// The socket.
class UdpSocket final : public SocketFile, private tornado::EndpointWatcher {
 public:
  UdpSocket(Kernel& kernel, int family);

  std::uint32_t readiness() const override;
  Result available() const override;
  void last_close() override;
  std::string words() const override;

  Result bind(AddressArgument to) override;
  Result connect(AddressArgument to) override;
  Result send(std::span<const iovec> from, int flags, AddressArgument to) override;
  Result receive(std::span<const iovec> to, int flags, Received& received) override;
  Result shut_down(int how) override;
  SocketAddress local_address() const override;
  Result peer_address(SocketAddress& address) const override;
  int take_error() override { return static_cast<int>(socket_->take_error()); }

 private:
  void endpoint_changed(tornado::EndpointChange change) override;

  tornado::SimHost& host_;
  std::unique_ptr<tornado::DatagramSocket> socket_;
  std::uint8_t shut_ = 0;
};

}  // namespace windtunnel::kernel
