// PosixSocket and PosixListener: sockets of the operating system, as streams and servers use them.
#pragma once

#include "runtime/net/socket.hpp"
#include "runtime/posix/descriptor.hpp"

namespace tornado {

/// A TCP socket that never blocks and sends small messages at once (TCP_NODELAY). A peer that is gone is an
/// error of send(), never a SIGPIPE.
class PosixSocket final : public Socket {
 public:
  /// A new socket. Throws std::system_error if the process has no descriptors left.
  explicit PosixSocket(AddressFamily family);
  /// One that was accepted.
  PosixSocket(Descriptor descriptor, Address peer);
  ~PosixSocket() override { close(); }

  int fd() const override { return descriptor_.get(); }
  std::errc connect(const Address& address) override;
  Transfer send(std::string_view bytes) override;
  Transfer receive(char* to, std::size_t size) override;
  std::optional<std::size_t> available() const override { return std::nullopt; }
  std::errc take_error() override;
  void shut_down_write() override;
  void close() noexcept override;
  Address local_address() const override;
  Address peer_address() const override { return peer_; }
  std::uint32_t number() const override { return 0; }

 private:
  Descriptor descriptor_;
  Address peer_;
};

/// A TCP socket that listens. The port is free again as soon as it is closed (SO_REUSEADDR).
class PosixListener final : public Listener {
 public:
  /// Listens at the address; one without an IP means all addresses of the machine, of either family. Throws
  /// std::system_error, and std::invalid_argument for what is no IP address.
  PosixListener(const Address& address, std::size_t backlog);
  ~PosixListener() override { close(); }

  int fd() const override { return descriptor_.get(); }
  Accepted accept() override;
  void close() noexcept override;
  Address address() const override;

 private:
  Descriptor descriptor_;
};

}  // namespace tornado
