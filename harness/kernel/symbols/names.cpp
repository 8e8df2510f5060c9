// The calls that look up names.
#include "harness/kernel/names.hpp"

#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include "harness/kernel/symbols/calls.hpp"
#include "runtime/sim/network/sim_host.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(getaddrinfo);
WINDTUNNEL_INTERCEPTOR(freeaddrinfo);
WINDTUNNEL_INTERCEPTOR(getnameinfo);
WINDTUNNEL_INTERCEPTOR(gethostbyname);
WINDTUNNEL_INTERCEPTOR(gethostname);

namespace windtunnel::kernel {

namespace {

void wait_for_answer(Kernel& kernel, std::string_view call, tornado::Duration delay) {
  if (delay <= tornado::Duration(0)) return;
  kernel.block(WaitReason(call), [] { return false; }, kernel.now() + delay);
}

int look_up(Kernel& kernel, const char* name, const char* service, const addrinfo* given, addrinfo** to) {
  addrinfo hints{};
  if (given != nullptr) hints = *given;
  if (name == nullptr && service == nullptr) return EAI_NONAME;
  tornado::AddressFamily family{};
  switch (hints.ai_family) {
    case AF_UNSPEC:
      family = tornado::AddressFamily::unspecified;
      break;
    case AF_INET:
      family = tornado::AddressFamily::ipv4;
      break;
    case AF_INET6:
      family = tornado::AddressFamily::ipv6;
      break;
    default:
      return EAI_FAMILY;
  }
  const std::optional<std::uint16_t> port = port_of(service);
  if (!port ||
      (service != nullptr && (hints.ai_flags & AI_NUMERICSERV) != 0 && (*service < '0' || *service > '9')))
    return port ? EAI_NONAME : EAI_SERVICE;
  const bool numeric = name != nullptr && tornado::is_valid_ip(name);
  if (name != nullptr && !numeric && (hints.ai_flags & AI_NUMERICHOST) != 0) return EAI_NONAME;
  const Found found = find_name(kernel, name, family, (hints.ai_flags & AI_PASSIVE) != 0);
  wait_for_answer(kernel, "getaddrinfo", found.delay);
  if (found.ips.empty()) return numeric ? EAI_ADDRFAMILY : EAI_NONAME;
  *to = make_list(found.ips, *port, hints, name);
  return *to != nullptr ? 0 : EAI_SOCKTYPE;
}

int name_address(Kernel& kernel, AddressArgument argument, char* host, socklen_t host_size, char* service,
                 socklen_t service_size, int flags) {
  tornado::Address address;
  const int family = argument.family();
  if ((family != AF_INET && family != AF_INET6) || argument.read(family, address) < 0) return EAI_FAMILY;
  if (address.ip.empty()) address.ip = family == AF_INET ? "0.0.0.0" : "::";
  std::string name = address.ip;
  if ((flags & NI_NUMERICHOST) == 0) {
    const std::optional<std::string> known = name_of_address(kernel, address.ip);
    if (!known && (flags & NI_NAMEREQD) != 0) return EAI_NONAME;
    name = known.value_or(name);
  }
  const auto put = [](const std::string& text, char* to, socklen_t size) {
    if (to == nullptr || size == 0) return true;
    if (text.size() >= size) return false;
    std::memcpy(to, text.c_str(), text.size() + 1);
    return true;
  };
  const bool fits = put(name, host, host_size) && put(std::to_string(address.port), service, service_size);
  return fits ? 0 : EAI_OVERFLOW;
}

hostent* host_by_name(Kernel& kernel, const char* name) {
  // The C library's own answer is static, too.
  static thread_local char kept_name[NI_MAXHOST];
  static thread_local in_addr address;
  static thread_local char* addresses[2];
  static thread_local char* aliases[1];
  static thread_local hostent answer;
  const Found found = find_name(kernel, name, tornado::AddressFamily::ipv4, false);
  wait_for_answer(kernel, "gethostbyname", found.delay);
  if (found.ips.empty() || inet_pton(AF_INET, found.ips.front().c_str(), &address) != 1) {
    h_errno = HOST_NOT_FOUND;
    return nullptr;
  }
  std::snprintf(kept_name, sizeof kept_name, "%s", name);
  addresses[0] = reinterpret_cast<char*>(&address);
  answer = {kept_name, aliases, AF_INET, sizeof address, addresses};
  return &answer;
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                                  addrinfo** to) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(getaddrinfo)(name, service, hints, to);
  return look_up(*kernel, name, service, hints, to);
}

WINDTUNNEL_SYMBOL void freeaddrinfo(addrinfo* first) noexcept {
  if (is_own_list(first)) return free_list(first);
  WINDTUNNEL_NEXT(freeaddrinfo)(first);
}

WINDTUNNEL_SYMBOL int getnameinfo(const sockaddr* address, socklen_t size, char* host, socklen_t host_size,
                                  char* service, socklen_t service_size, int flags) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr)
    return WINDTUNNEL_NEXT(getnameinfo)(address, size, host, host_size, service, service_size, flags);
  return name_address(*kernel, {address, size}, host, host_size, service, service_size, flags);
}

WINDTUNNEL_SYMBOL hostent* gethostbyname(const char* name) {
  Kernel* const kernel = Kernel::here();
  return kernel == nullptr ? WINDTUNNEL_NEXT(gethostbyname)(name) : host_by_name(*kernel, name);
}

WINDTUNNEL_SYMBOL int gethostname(char* to, size_t size) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(gethostname)(to, size);
  const std::string& name = kernel->host().name();
  if (name.size() >= size) return finish_int(-ENAMETOOLONG);
  std::memcpy(to, name.c_str(), name.size() + 1);
  return 0;
}
// NOLINTEND
