#include "runtime/sim/network/sim_host.hpp"

#include <algorithm>
#include <system_error>

#include "runtime/net/errors.hpp"
#include "runtime/sim/network/datagram_socket.hpp"
#include "runtime/sim/network/sim_listener.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/sim/network/sim_socket.hpp"

namespace tornado {

namespace {

constexpr std::uint32_t resolution_rate = 4;  // a fault occurs once in this many lookups
constexpr std::uint16_t last_port = 65535;
constexpr std::uint16_t first_ephemeral_port = 32768;

bool is_loopback(std::string_view ip) {
  return ip == "::1" || ip.starts_with("127.");
}

bool fits(AddressFamily family, std::string_view ip) {
  return family == AddressFamily::unspecified || family == family_of(ip);
}

}  // namespace

SimHost::SimHost(SimNetwork& network, std::size_t index, std::string name, std::vector<std::string> ips)
    : network_(network), index_(index), name_(std::move(name)), ips_(std::move(ips)) {}

SimHost::~SimHost() = default;

bool SimHost::has_ip(std::string_view ip) const {
  return std::find(ips_.begin(), ips_.end(), ip) != ips_.end();
}

std::string SimHost::ip_in(AddressFamily family) const {
  const auto at =
      std::find_if(ips_.begin(), ips_.end(), [&](const std::string& ip) { return fits(family, ip); });
  return at == ips_.end() ? std::string() : *at;
}

std::uint16_t SimHost::ephemeral_port() {
  std::uint16_t port = 0;
  do {
    port = next_port_;
    next_port_ = port == last_port ? first_ephemeral_port : static_cast<std::uint16_t>(port + 1);
  } while (!reserved_.empty() && is_taken({{}, port}));
  return port;
}

bool SimHost::is_taken(const Address& address) const {
  const auto overlaps = [&](const Address& other) {
    return other.port == address.port && (other.ip.empty() || address.ip.empty() || other.ip == address.ip);
  };
  if (std::any_of(reserved_.begin(), reserved_.end(), overlaps)) return true;
  const auto there = listeners_.find(address.port);
  return there != listeners_.end() &&
         std::any_of(there->second.begin(), there->second.end(),
                     [&](const SimListener* listener) { return overlaps(listener->address()); });
}

void SimHost::release(const Address& address) noexcept {
  const auto at = std::find(reserved_.begin(), reserved_.end(), address);
  if (at != reserved_.end()) reserved_.erase(at);
}

std::unique_ptr<Socket> SimHost::open(AddressFamily family) {
  return std::make_unique<SimSocket>(*this,
                                     family == AddressFamily::unspecified ? AddressFamily::ipv4 : family);
}

std::unique_ptr<Listener> SimHost::listen(const Address& address, std::size_t backlog) {
  return listen_at(address, backlog);
}

std::unique_ptr<SimListener> SimHost::listen_at(const Address& address, std::size_t backlog) {
  Address bound = {plain_ip(address.ip), address.port};
  if (!bound.ip.empty() && !has_ip(bound.ip) && !is_loopback(bound.ip)) {
    throw std::system_error(std::make_error_code(std::errc::address_not_available), to_string(bound));
  }
  while (bound.port == 0 || (address.port == 0 && listeners_.contains(bound.port)))
    bound.port = ephemeral_port();
  std::vector<SimListener*>& there = listeners_[bound.port];
  const bool taken = std::any_of(there.begin(), there.end(), [&](const SimListener* other) {
    return other->address().ip.empty() || bound.ip.empty() || other->address().ip == bound.ip;
  });
  if (taken) throw std::system_error(std::make_error_code(std::errc::address_in_use), to_string(bound));
  auto listener = std::make_unique<SimListener>(*this, bound, backlog);
  there.push_back(listener.get());
  return listener;
}

SimListener* SimHost::listener_at(const Address& address) const {
  const auto there = listeners_.find(address.port);
  if (there == listeners_.end()) return nullptr;
  for (SimListener* listener : there->second) {
    const Address bound = listener->address();
    if (bound.ip.empty() || bound.ip == address.ip) return listener;
  }
  return nullptr;
}

void SimHost::forget(SimListener& listener) noexcept {
  const auto there = listeners_.find(listener.address().port);
  if (there == listeners_.end()) return;
  std::erase(there->second, &listener);
  if (there->second.empty()) listeners_.erase(there);
}

DatagramSocket* SimHost::datagram_socket_at(const Address& to, const Address& from) const {
  DatagramSocket* best = nullptr;
  int fitness = 0;
  for (DatagramSocket* socket : datagram_sockets_) {
    const int fits = socket->fitness(to, from);
    if (fits <= fitness) continue;
    best = socket;
    fitness = fits;
  }
  return best;
}

bool SimHost::has_datagram_socket(const Address& address) const {
  return std::any_of(datagram_sockets_.begin(), datagram_sockets_.end(), [&](const DatagramSocket* socket) {
    const Address& other = socket->local_address();
    return other.port == address.port && (other.ip.empty() || address.ip.empty() || other.ip == address.ip);
  });
}

void SimHost::forget(DatagramSocket& socket) noexcept {
  std::erase(datagram_sockets_, &socket);
}

bool SimHost::strikes(Fault fault) {
  if (!network_.defaults().faults.has(fault)) return false;
  network_.enable({fault});
  const std::string site = "net/" + name_ + "/" + std::string(name_of(fault));
  const ChoiceKind kind = fault == Fault::slow_resolution ? ChoiceKind::latency : ChoiceKind::fault;
  if (network_.choose(kind, resolution_rate, site) != 1) return false;
  network_.strike(fault);
  return true;
}

SimHost::Lookup SimHost::look_up(const std::string& name, AddressFamily family) {
  Lookup found;
  if (is_valid_ip(name)) {
    if (fits(family, name)) found.ips.push_back(name);
  } else if (const SimHost* host = network_.host_named(name)) {
    for (const std::string& ip : host->ips_) {
      if (fits(family, ip)) found.ips.push_back(ip);
    }
  }
  const bool slow = strikes(Fault::slow_resolution);
  if (strikes(Fault::no_resolution)) found.ips.clear();
  if (slow) {
    const std::string site = "net/" + name_ + "/resolution";
    found.delay = Duration(
        resolution_lengths[network_.choose(ChoiceKind::latency, std::size(resolution_lengths), site)]);
  }
  return found;
}

Future<std::vector<Address>> SimHost::resolve(const std::string& name, std::uint16_t port,
                                              AddressFamily family) {
  Future<std::vector<Address>> future;
  const Lookup lookup = look_up(name, family);
  std::vector<Address> found;
  for (const std::string& ip : lookup.ips) found.push_back({ip, port});
  const auto settle = [future, name, found = std::move(found)]() mutable {
    if (found.empty()) {
      future.set_exception(ResolveError("no address for '" + name + "'"));
    } else {
      future.set_result(std::move(found));
    }
  };
  if (lookup.delay == Duration(0)) {
    auto now = settle;
    now();
    return future;
  }
  network_.after(lookup.delay, [&network = network_, settle] {
    if (network.loop() != nullptr) network.loop()->spawn_callback(settle);
  });
  return future;
}

}  // namespace tornado
