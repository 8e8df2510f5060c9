// SocketAddress: an Address as the calls of the operating system take it.
#pragma once

#include <sys/socket.h>

#include "runtime/net/address.hpp"

namespace tornado {

/// An IPv4 or IPv6 address and a port. An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is given as IPv4.
class SocketAddress {
 public:
  /// Room for an address that a call fills in.
  SocketAddress() noexcept = default;
  /// Throws std::invalid_argument if the text is no IP address, or names an interface that there is not.
  explicit SocketAddress(const Address& address);
  /// A copy of what a call returned.
  SocketAddress(const sockaddr& from, socklen_t size) noexcept;

  Address address() const;
  int family() const noexcept { return storage_.ss_family; }

  const sockaddr* data() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
  sockaddr* data() noexcept { return reinterpret_cast<sockaddr*>(&storage_); }
  socklen_t size() const noexcept { return size_; }
  socklen_t* size_to_fill() noexcept { return &size_; }

 private:
  sockaddr_storage storage_{};
  socklen_t size_ = sizeof(sockaddr_storage);
};

}  // namespace tornado
