// TcpSocket: a TCP socket of the simulated kernel. It is fresh, then a listener or one end of a connection of
// the simulated network, which does the rest.
#pragma once

#include <memory>

#include "harness/kernel/socket_file.hpp"
#include "runtime/sim/network/endpoint.hpp"

namespace tornado {
class SimHost;
class SimListener;
class SimSocket;
}  // namespace tornado

namespace windtunnel::kernel {

/// The socket.
class TcpSocket final : public SocketFile, private tornado::EndpointWatcher {
 public:
  TcpSocket(Kernel& kernel, int family);
  /// The socket of a connection that was accepted.
  TcpSocket(Kernel& kernel, int family, tornado::SimHost& host, std::unique_ptr<tornado::SimSocket> accepted);
  ~TcpSocket() override;

  std::uint32_t readiness() const override;
  Result available() const override;
  void last_close() override;
  std::string words() const override;

  Result bind(AddressArgument to) override;
  Result connect(AddressArgument to) override;
  Result listen(int backlog) override;
  Result accept(tornado::Ref<File>& accepted, SocketAddress& peer) override;
  Result send(std::span<const iovec> from, int flags, AddressArgument to) override;
  Result receive(std::span<const iovec> to, int flags, Received& received) override;
  Result shut_down(int how) override;
  SocketAddress local_address() const override;
  Result peer_address(SocketAddress& address) const override;
  int take_error() override;
  bool listens() const override { return listener_ != nullptr; }
  bool connecting() const override;
  Result end_connect() override;

 private:
  void endpoint_changed(tornado::EndpointChange change) override;

  Result bind_to(tornado::Address address);
  Result begin_connect(const tornado::Address& to);
  Result disconnect();
  void reserve();
  void give_back_port();
  void release();

  tornado::SimHost& host_;
  tornado::Address bound_;
  bool is_bound_ = false;         // otherwise the port of bound_ is a former one
  bool asked_for_port_ = false;   // by its number; any other port is given back with the connection
  bool is_reserved_ = false;      // the host keeps the address for it
  bool lost_address_ = false;     // by a bind() that failed
  bool gave_up_ = false;          // shutdown() after a connect() that failed: it never connects again
  bool connect_noticed_ = false;  // connect() has returned its outcome
  int error_ = 0;                 // of a connection that was given up
  std::uint8_t shut_early_ = 0;   // shutdown() before there was a connection: what it left behind
  std::unique_ptr<tornado::SimSocket> socket_;
  std::unique_ptr<tornado::SimListener> listener_;
};

}  // namespace windtunnel::kernel
