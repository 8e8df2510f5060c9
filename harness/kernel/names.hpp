// Names: what getaddrinfo and its relatives answer in a run. They are replaced whole, because the C library
// asks the real network behind the functions that a program can define.
#pragma once

#include <cstdint>
#include <netdb.h>
#include <optional>
#include <string>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/net/address.hpp"

namespace windtunnel::kernel {

class Kernel;

/// What was found for a name.
struct Found {
  std::vector<std::string> ips;  ///< empty: there is no such name
  tornado::Duration delay{0};    ///< how long it took, by a fault
};

/// Looks up a host of the simulated network, "localhost" or an IP address in its text form. Without a name,
/// the addresses are the loopback ones or, with `passive`, "any".
Found find_name(Kernel& kernel, const char* name, tornado::AddressFamily family, bool passive);

/// The name of the host with that address; none if there is no such host.
std::optional<std::string> name_of_address(Kernel& kernel, const std::string& ip);

/// The port of a service, which is a number or one of the few names that are known; none for another name.
std::optional<std::uint16_t> port_of(const char* service);

/// The list of getaddrinfo(3) for these addresses. free_list() releases it.
addrinfo* make_list(const std::vector<std::string>& ips, std::uint16_t port, const addrinfo& hints,
                    const char* canonical);
void free_list(addrinfo* first) noexcept;
/// Whether make_list() made it.
bool is_own_list(const addrinfo* first) noexcept;

}  // namespace windtunnel::kernel
