// SimHost: a simulated host, the Network of the programs that run on it. It has a name, addresses and
// listeners.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/net/network.hpp"
#include "runtime/sim/network/fault.hpp"

namespace tornado {

class DatagramSocket;
class SimListener;
class SimNetwork;
class SimSocket;

/// One machine. It belongs to its network.
class SimHost final : public Network {
 public:
  SimHost(SimNetwork& network, std::size_t index, std::string name, std::vector<std::string> ips);
  ~SimHost() override;

  std::unique_ptr<Socket> open(AddressFamily family) override;
  std::unique_ptr<Listener> listen(const Address& address, std::size_t backlog = 128) override;
  /// As listen(), for those that need the listener itself.
  std::unique_ptr<SimListener> listen_at(const Address& address, std::size_t backlog);
  Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                       AddressFamily family = AddressFamily::unspecified) override;

  const std::string& name() const { return name_; }
  const std::vector<std::string>& ips() const { return ips_; }
  bool has_ip(std::string_view ip) const;

  /// What a lookup of a host's name finds, and how long it takes.
  struct Lookup {
    std::vector<std::string> ips;  ///< empty: there is no such name
    Duration delay{0};
  };
  /// Looks up a host by its name, without regard to case, or an IP address. Slow and failed lookups are
  /// faults.
  Lookup look_up(const std::string& name, AddressFamily family);

  // For the other parts of the network.
  SimNetwork& network() const { return network_; }
  /// Its index among the network's hosts.
  std::size_t index() const { return index_; }
  /// The listener at that address; null if there is none.
  SimListener* listener_at(const Address& address) const;
  void forget(SimListener& listener) noexcept;
  /// The UDP socket that gets what comes to that address from the other; null if there is none.
  DatagramSocket* datagram_socket_at(const Address& to, const Address& from) const;
  /// Whether a UDP socket has that port and one of these addresses; no IP means all.
  bool has_datagram_socket(const Address& address) const;
  void add(DatagramSocket& socket) { datagram_sockets_.push_back(&socket); }
  void forget(DatagramSocket& socket) noexcept;
  /// This host's address in that family; empty if it has none.
  std::string ip_in(AddressFamily family) const;
  /// A port for a socket that connects.
  std::uint16_t ephemeral_port();
  /// Whether a listener or a bound socket has that port and one of these addresses; no IP means all.
  bool is_taken(const Address& address) const;
  /// Keeps an address for a socket that is bound to it and does not listen yet, until release().
  void reserve(const Address& address) { reserved_.push_back(address); }
  void release(const Address& address) noexcept;

 private:
  bool strikes(Fault fault);

  SimNetwork& network_;
  std::size_t index_;
  std::string name_;
  std::vector<std::string> ips_;
  std::map<std::uint16_t, std::vector<SimListener*>> listeners_;
  std::vector<Address> reserved_;
  std::vector<DatagramSocket*> datagram_sockets_;
  std::uint16_t next_port_ = 32768;
};

}  // namespace tornado
