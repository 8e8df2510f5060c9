// DatagramSocket: a simulated UDP socket. A datagram arrives whole, once the link has carried it, or never:
// it may be lost, doubled or overtaken, each by a fault; what is sent while the hosts are separated is lost.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "runtime/net/address.hpp"
#include "runtime/sim/network/endpoint.hpp"
#include "runtime/sim/network/link.hpp"

namespace tornado {

class SimHost;

/// What is sent at once.
struct Datagram {
  std::string bytes;
  Address from;
};

/// The socket. It belongs to its maker, and must not outlive its host.
class DatagramSocket {
 public:
  static constexpr std::size_t longest = 65507;
  /// How many datagrams wait at most; those that come then are lost.
  static constexpr std::size_t most_waiting = 256;

  DatagramSocket(SimHost& host, AddressFamily family) : host_(host), family_(family) {}
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;
  ~DatagramSocket();

  /// Receives at that address from now on; no IP: at all of the host, port 0: at any free port.
  std::errc bind(Address address);
  /// Receives only from that address, sends there unless told otherwise, and learns if nobody is there.
  std::errc connect(const Address& address);
  void disconnect() { peer_ = {}; }

  /// Sends to that address.
  std::errc send(std::string_view bytes, const Address& to);

  /// The next datagram that waits; null if there is none.
  const Datagram* front() const { return waiting_.empty() ? nullptr : &waiting_.front(); }
  void pop() { waiting_.pop_front(); }

  /// An error that came for a datagram that was sent; clears it.
  std::errc take_error() { return std::exchange(error_, std::errc{}); }
  bool has_error() const { return error_ != std::errc{}; }

  bool is_bound() const { return local_.port != 0; }
  bool is_connected() const { return peer_.port != 0; }
  const Address& local_address() const { return local_; }
  const Address& peer_address() const { return peer_; }
  SimHost& host() const { return host_; }

  void set_watcher(EndpointWatcher* watcher) { watcher_ = watcher; }

  // Called by the network.

  /// How well it fits a datagram: 0 not at all; a connected one is best.
  int fitness(const Address& to, const Address& from) const;
  void arrived(std::string_view bytes, const Address& from);
  void refused(const Address& by);

 private:
  Weather& weather_to(SimHost& target, Link& link);

  SimHost& host_;
  AddressFamily family_;
  Address local_;
  Address peer_;
  std::deque<Datagram> waiting_;
  std::map<std::size_t, Weather> weather_;  // by the index of the other host
  std::errc error_{};
  EndpointWatcher* watcher_ = nullptr;
};

}  // namespace tornado
