// Address: where a socket is, an IP address and a port. A Resolver turns names into addresses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tornado {

/// The kind of an IP address; unspecified means either.
enum class AddressFamily : std::uint8_t { unspecified, ipv4, ipv6 };

/// An IP address in its text form and a port.
struct Address {
  std::string ip;
  std::uint16_t port = 0;

  bool operator==(const Address&) const = default;
};

/// The kind of `ip`.
inline AddressFamily family_of(std::string_view ip) {
  return ip.find(':') == std::string_view::npos ? AddressFamily::ipv4 : AddressFamily::ipv6;
}

/// Whether the text is an IP address, not a name.
bool is_valid_ip(std::string_view text);

/// The usual text of that IP address: one address of IPv6 has many. Other texts stay as they are.
std::string plain_ip(std::string_view ip);

/// For messages: `10.0.0.1:80`, `[fd00::1]:80`.
std::string to_string(const Address& address);

}  // namespace tornado
