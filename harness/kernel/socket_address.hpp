// SocketAddress: an address as the operating system's calls take it, and what it means in the simulated
// network.
#pragma once

#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>

#include "harness/kernel/file.hpp"
#include "runtime/net/address.hpp"

namespace windtunnel::kernel {

/// An address of any family. Without one, its size is 0.
class SocketAddress {
 public:
  SocketAddress() = default;
  /// That address of the network, in that family: an IPv4 address becomes ::ffff:... for AF_INET6. Without an
  /// IP it is the family's "any".
  SocketAddress(int family, const tornado::Address& address);
  /// A path of AF_UNIX, or no name; an abstract one begins with a zero byte.
  static SocketAddress unix_path(const std::string& path);

  const sockaddr* get() const { return &any_; }
  socklen_t size() const { return size_; }
  /// Writes as much of it as there is room for, and its true size, as the calls do; null: nowhere.
  void write_to(sockaddr* to, socklen_t* size) const;

 private:
  union {
    sockaddr any_;
    sockaddr_in v4_;
    sockaddr_in6 v6_;
    sockaddr_un unix_;
  };
  socklen_t size_ = 0;
};

/// What a program passes as an address: not trusted.
struct AddressArgument {
  const sockaddr* address = nullptr;
  socklen_t size = 0;

  /// Its family; AF_UNSPEC if it is too short to have one.
  int family() const;
  /// Reads it as an address for a socket of that family: 0, or -EINVAL, -EAFNOSUPPORT. "Any" has no IP.
  Result read(int family, tornado::Address& to) const;
  /// Reads it as a path of AF_UNIX.
  Result read_path(std::string& to) const;
};

/// Whether the text is the address of "all addresses of this machine".
bool is_any(std::string_view ip);

}  // namespace windtunnel::kernel
