#include "runtime/net/address.hpp"

#include <arpa/inet.h>

namespace tornado {

bool is_valid_ip(std::string_view text) {
  unsigned char bytes[sizeof(in6_addr)];
  const std::string zero_ended(text);
  if (zero_ended.find('\0') != std::string::npos) return false;
  return inet_pton(AF_INET, zero_ended.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, zero_ended.c_str(), bytes) == 1;
}

std::string plain_ip(std::string_view ip) {
  std::string text(ip);
  in6_addr bytes;
  if (family_of(ip) != AddressFamily::ipv6 || inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return text;
  char plain[INET6_ADDRSTRLEN];
  return inet_ntop(AF_INET6, &bytes, plain, sizeof plain) != nullptr ? plain : text;
}

std::string to_string(const Address& address) {
  const std::string port = std::to_string(address.port);
  if (family_of(address.ip) == AddressFamily::ipv6) return "[" + address.ip + "]:" + port;
  return address.ip + ":" + port;
}

}  // namespace tornado
