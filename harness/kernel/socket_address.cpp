#include "harness/kernel/socket_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstddef>

namespace windtunnel::kernel {

namespace {

// Without the scope, as before RFC 2133 was updated.
constexpr std::size_t least_v6 = 24;

std::string text_of(int family, const void* bytes) {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(family, bytes, text, sizeof text) != nullptr ? text : "";
}

}  // namespace

bool is_any(std::string_view ip) {
  return ip.empty() || ip == "0.0.0.0" || ip == "::";
}

SocketAddress::SocketAddress(int family, const tornado::Address& address) {
  if (family == AF_INET) {
    v4_ = {};
    v4_.sin_family = AF_INET;
    v4_.sin_port = htons(address.port);
    if (!address.ip.empty()) inet_pton(AF_INET, address.ip.c_str(), &v4_.sin_addr);
    size_ = sizeof v4_;
  } else {
    v6_ = {};
    v6_.sin6_family = AF_INET6;
    v6_.sin6_port = htons(address.port);
    const bool mapped = !address.ip.empty() && address.ip.find(':') == std::string::npos;
    const std::string text = (mapped ? "::ffff:" : "") + address.ip;
    if (!address.ip.empty()) inet_pton(AF_INET6, text.c_str(), &v6_.sin6_addr);
    size_ = sizeof v6_;
  }
}

SocketAddress SocketAddress::unix_path(const std::string& path) {
  SocketAddress address;
  address.unix_ = {};
  address.unix_.sun_family = AF_UNIX;
  const std::size_t size = std::min(path.size(), sizeof address.unix_.sun_path);
  std::memcpy(address.unix_.sun_path, path.data(), size);
  // A path counts with its final zero; an abstract name has none.
  const bool zero = size > 0 && path[0] != '\0' && size < sizeof address.unix_.sun_path;
  address.size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size + (zero ? 1 : 0));
  return address;
}

void SocketAddress::write_to(sockaddr* to, socklen_t* size) const {
  if (to == nullptr || size == nullptr) return;
  if (size_ > 0) std::memcpy(to, &any_, std::min(*size, size_));
  *size = size_;
}

int AddressArgument::family() const {
  return address == nullptr || size < sizeof(sa_family_t) ? AF_UNSPEC : address->sa_family;
}

Result AddressArgument::read(int family, tornado::Address& to) const {
  if (address == nullptr || size < (family == AF_INET ? sizeof(sockaddr_in) : least_v6)) return -EINVAL;
  if (address->sa_family != family) return -EAFNOSUPPORT;
  if (family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    to.ip = text_of(AF_INET, &v4.sin_addr);
    to.port = ntohs(v4.sin_port);
  } else {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, std::min<std::size_t>(size, sizeof v6));
    to.ip = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) ? text_of(AF_INET, &v6.sin6_addr.s6_addr[12])
                                                : text_of(AF_INET6, &v6.sin6_addr);
    to.port = ntohs(v6.sin6_port);
  }
  if (is_any(to.ip)) to.ip.clear();
  return 0;
}

Result AddressArgument::read_path(std::string& to) const {
  constexpr std::size_t begin = offsetof(sockaddr_un, sun_path);
  if (address == nullptr || size <= begin || size > sizeof(sockaddr_un) || address->sa_family != AF_UNIX)
    return -EINVAL;
  const char* path = reinterpret_cast<const sockaddr_un*>(address)->sun_path;
  to.assign(path, size - begin);
  if (to[0] != '\0') to.resize(std::min(to.size(), to.find('\0')));
  return 0;
}

}  // namespace windtunnel::kernel
