#include "runtime/posix/socket_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <stdexcept>
#include <string>

namespace tornado {

namespace {

// A scope, as in `fe80::1%eth0`, names the interface of a link-local address.
constexpr char scope_mark = '%';

sockaddr_in6 to_ipv6(const Address& address) {
  sockaddr_in6 result{};
  result.sin6_family = AF_INET6;
  result.sin6_port = htons(address.port);
  const std::size_t mark = address.ip.find(scope_mark);
  if (mark != std::string::npos) {
    result.sin6_scope_id = ::if_nametoindex(address.ip.c_str() + mark + 1);
    if (result.sin6_scope_id == 0) throw std::invalid_argument("no interface of the address " + address.ip);
  }
  if (::inet_pton(AF_INET6, address.ip.substr(0, mark).c_str(), &result.sin6_addr) != 1)
    throw std::invalid_argument("no IP address: " + address.ip);
  return result;
}

sockaddr_in to_ipv4(const Address& address) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(address.port);
  if (::inet_pton(AF_INET, address.ip.c_str(), &result.sin_addr) != 1)
    throw std::invalid_argument("no IP address: " + address.ip);
  return result;
}

std::string text_of(int family, const void* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(family, bytes, text.data(), text.size());
  return text.data();
}

}  // namespace

SocketAddress::SocketAddress(const Address& address) {
  if (family_of(address.ip) == AddressFamily::ipv6) {
    const sockaddr_in6 ipv6 = to_ipv6(address);
    std::memcpy(&storage_, &ipv6, size_ = sizeof ipv6);
  } else {
    const sockaddr_in ipv4 = to_ipv4(address);
    std::memcpy(&storage_, &ipv4, size_ = sizeof ipv4);
  }
}

SocketAddress::SocketAddress(const sockaddr& from, socklen_t size) noexcept
    : size_(std::min<socklen_t>(size, sizeof storage_)) {
  std::memcpy(&storage_, &from, size_);
}

Address SocketAddress::address() const {
  if (family() == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &storage_, sizeof ipv4);
    return {text_of(AF_INET, &ipv4.sin_addr), ntohs(ipv4.sin_port)};
  }
  if (family() != AF_INET6) return {};
  sockaddr_in6 ipv6{};
  std::memcpy(&ipv6, &storage_, sizeof ipv6);
  const std::uint16_t port = ntohs(ipv6.sin6_port);
  if (IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr)) return {text_of(AF_INET, &ipv6.sin6_addr.s6_addr[12]), port};
  std::string ip = text_of(AF_INET6, &ipv6.sin6_addr);
  std::array<char, IF_NAMESIZE> name{};
  if (ipv6.sin6_scope_id != 0 && ::if_indextoname(ipv6.sin6_scope_id, name.data()) != nullptr) {
    ip.append(1, scope_mark).append(name.data());
  }
  return {ip, port};
}

}  // namespace tornado
