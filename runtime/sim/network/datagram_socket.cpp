#include "runtime/sim/network/datagram_socket.hpp"

#include <algorithm>
#include <utility>

#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace tornado {

namespace {

// A datagram on its way. It refers to addresses, not to sockets: these may be gone when it arrives.
struct Carried {
  SimNetwork* network;
  SimHost* from_host;
  SimHost* to_host;
  Address from;
  Address to;
  std::string bytes;
};

void deliver(const Carried& carried) {
  if (DatagramSocket* receiver = carried.to_host->datagram_socket_at(carried.to, carried.from)) {
    return receiver->arrived(carried.bytes, carried.from);
  }
  // The other host says that nobody is there.
  SimNetwork& network = *carried.network;
  Link& link = network.link(*carried.from_host, *carried.to_host);
  if (link.down_until > network.now()) return;
  const auto refuse = [host = carried.from_host, to = carried.to, from = carried.from] {
    if (DatagramSocket* sender = host->datagram_socket_at(from, to)) sender->refused(to);
  };
  if (link.settings.latency == Duration(0)) return refuse();
  network.after(link.settings.latency, refuse);
}

}  // namespace

DatagramSocket::~DatagramSocket() {
  if (is_bound()) host_.forget(*this);
}

std::errc DatagramSocket::bind(Address address) {
  const bool loopback = address.ip == "::1" || address.ip.starts_with("127.");
  if (!address.ip.empty() && !loopback && !host_.has_ip(address.ip)) return std::errc::address_not_available;
  if (address.port == 0) {
    do {
      address.port = host_.ephemeral_port();
    } while (host_.has_datagram_socket(address));
  } else if (host_.has_datagram_socket(address)) {
    return std::errc::address_in_use;
  }
  local_ = std::move(address);
  host_.add(*this);
  return {};
}

std::errc DatagramSocket::connect(const Address& address) {
  SimNetwork& network = host_.network();
  SimHost* target = network.host_at(address.ip, host_);
  if (target == nullptr) return std::errc::network_unreachable;
  if (!is_bound()) {
    if (const std::errc error = bind({}); error != std::errc{}) return error;
  }
  if (local_.ip.empty()) local_.ip = target == &host_ ? address.ip : host_.ip_in(family_);
  peer_ = address;
  return {};
}

Weather& DatagramSocket::weather_to(SimHost& target, Link& link) {
  const auto known = weather_.find(target.index());
  if (known != weather_.end()) return known->second;
  const unsigned side = host_.index() <= target.index() ? 0 : 1;
  return weather_[target.index()] = Weather::draw(host_.network(), link, side, datagram_faults);
}

std::errc DatagramSocket::send(std::string_view bytes, const Address& to) {
  SimNetwork& network = host_.network();
  network.touch();
  if (bytes.size() > longest) return std::errc::message_size;
  SimHost* target = network.host_at(to.ip, host_);
  if (target == nullptr) return std::errc::network_unreachable;
  if (!is_bound()) {
    if (const std::errc error = bind({}); error != std::errc{}) return error;
  }
  Link& link = network.link(host_, *target);
  if (link.down_until > network.now()) return {};
  Duration extra{0};
  int copies = 1;
  if (!link.settings.faults.empty()) {
    Weather& weather = weather_to(*target, link);
    if (weather.strikes(Fault::loss, 0)) copies = 0;
    if (copies > 0 && weather.strikes(Fault::duplication, 0)) copies = 2;
    if (copies > 0 && weather.strikes(Fault::latency, 0)) extra = weather.delay(0);
  }
  std::string from = local_.ip;
  if (from.empty()) from = target == &host_ ? to.ip : host_.ip_in(family_);
  for (; copies > 0; --copies) {
    Carried carried{&network, &host_, target, {from, local_.port}, to, std::string(bytes)};
    const Duration delay = link.settings.latency + extra;
    if (delay == Duration(0)) {
      deliver(carried);
    } else {
      network.after(delay, [carried = std::move(carried)] { deliver(carried); });
    }
  }
  return {};
}

int DatagramSocket::fitness(const Address& to, const Address& from) const {
  if (local_.port != to.port || (!local_.ip.empty() && local_.ip != to.ip)) return 0;
  if (is_connected()) return peer_ == from ? 3 : 0;
  return local_.ip.empty() ? 1 : 2;
}

void DatagramSocket::arrived(std::string_view bytes, const Address& from) {
  if (waiting_.size() >= most_waiting) return;
  waiting_.push_back({std::string(bytes), from});
  if (watcher_ != nullptr) watcher_->endpoint_changed(EndpointChange::readable);
}

void DatagramSocket::refused(const Address& by) {
  if (peer_ != by) return;
  error_ = std::errc::connection_refused;
  if (watcher_ != nullptr) watcher_->endpoint_changed(EndpointChange::error);
}

}  // namespace tornado
