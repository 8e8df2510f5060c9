#include "harness/kernel/names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <netinet/in.h>
#include <string_view>

#include "harness/kernel/kernel.hpp"
#include "harness/kernel/socket_address.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::kernel {

namespace {

// One entry of a list, with everything to which it points. The address stands further behind than the C
// library puts it, which is right behind the entry: so a list of ours is known.
struct Entry {
  addrinfo info;  // first: the program has its address
  char gap[32];
  SocketAddress address;
  char name[NI_MAXHOST];
};

bool fits(tornado::AddressFamily family, std::string_view ip) {
  return family == tornado::AddressFamily::unspecified || family == tornado::family_of(ip);
}

bool equal_without_case(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::vector<std::string> only(tornado::AddressFamily family, std::initializer_list<const char*> ips) {
  std::vector<std::string> chosen;
  for (const char* ip : ips) {
    if (fits(family, ip)) chosen.emplace_back(ip);
  }
  return chosen;
}

struct KindOfSocket {
  int type;
  int protocol;
};

// Those that getaddrinfo gives for each address without hints.
constexpr KindOfSocket kinds_of_sockets[] = {
    {SOCK_STREAM, IPPROTO_TCP}, {SOCK_DGRAM, IPPROTO_UDP}, {SOCK_RAW, IPPROTO_IP}};

}  // namespace

Found find_name(Kernel& kernel, const char* name, tornado::AddressFamily family, bool passive) {
  if (name == nullptr) {
    return {passive ? only(family, {"0.0.0.0", "::"}) : only(family, {"::1", "127.0.0.1"}), {}};
  }
  if (tornado::is_valid_ip(name)) return {only(family, {name}), {}};
  if (equal_without_case(name, "localhost")) return {only(family, {"::1", "127.0.0.1"}), {}};
  const tornado::SimHost::Lookup found = kernel.host().look_up(name, family);
  return {found.ips, found.delay};
}

std::optional<std::string> name_of_address(Kernel& kernel, const std::string& ip) {
  if (ip == "127.0.0.1" || ip == "::1") return "localhost";
  const tornado::SimHost* host = kernel.network().host_at(ip, kernel.host());
  return host != nullptr ? std::optional(host->name()) : std::nullopt;
}

std::optional<std::uint16_t> port_of(const char* service) {
  if (service == nullptr || *service == '\0') return 0;
  constexpr std::pair<std::string_view, std::uint16_t> known[] = {
      {"http", 80}, {"https", 443}, {"domain", 53}, {"echo", 7}, {"ftp", 21}, {"ssh", 22}, {"smtp", 25}};
  const std::string_view text(service);
  for (const auto& [name, port] : known) {
    if (name == text) return port;
  }
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

addrinfo* make_list(const std::vector<std::string>& ips, std::uint16_t port, const addrinfo& hints,
                    const char* canonical) {
  addrinfo* first = nullptr;
  addrinfo** end = &first;
  for (const std::string& ip : ips) {
    for (const KindOfSocket& kind : kinds_of_sockets) {
      if (hints.ai_socktype != 0 && hints.ai_socktype != kind.type) continue;
      if (hints.ai_protocol != 0 && hints.ai_protocol != kind.protocol) continue;
      auto* entry = tornado::pool_new<Entry>();
      const int family = tornado::family_of(ip) == tornado::AddressFamily::ipv4 ? AF_INET : AF_INET6;
      entry->address = SocketAddress(family, {is_any(ip) ? std::string() : ip, port});
      entry->info = {};
      entry->info.ai_flags = hints.ai_flags;
      entry->info.ai_family = family;
      entry->info.ai_socktype = kind.type;
      entry->info.ai_protocol = kind.protocol;
      entry->info.ai_addr = const_cast<sockaddr*>(entry->address.get());
      entry->info.ai_addrlen = entry->address.size();
      if (first == nullptr && canonical != nullptr && (hints.ai_flags & AI_CANONNAME) != 0) {
        std::strncpy(entry->name, canonical, sizeof entry->name - 1);
        entry->name[sizeof entry->name - 1] = '\0';
        entry->info.ai_canonname = entry->name;
      }
      *end = &entry->info;
      end = &entry->info.ai_next;
    }
  }
  return first;
}

bool is_own_list(const addrinfo* first) noexcept {
  return first != nullptr && first->ai_addr != nullptr &&
         reinterpret_cast<const char*>(first->ai_addr) ==
             reinterpret_cast<const char*>(first) + offsetof(Entry, address);
}

void free_list(addrinfo* first) noexcept {
  while (first != nullptr) {
    auto* entry = reinterpret_cast<Entry*>(first);
    first = first->ai_next;
    tornado::pool_delete(entry);
  }
}

}  // namespace windtunnel::kernel
