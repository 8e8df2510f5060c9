// Connection: a simulated connection, made of two pipes, two sockets, the link between their hosts and the
// weather on it. It lives as long as one of its sockets or anything that is in transit.
#pragma once

#include <cstdint>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"
#include "runtime/sim/network/link.hpp"
#include "runtime/sim/network/pipe.hpp"

namespace tornado {

class SimNetwork;
class SimSocket;

/// The connection. Side 0 is the one that connects. Side S sends through pipe S.
class Connection {
 public:
  Connection(SimNetwork& network, Link& link_in);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) pool_delete(this);
  }

  Pipe& pipe(unsigned side) { return pipes_[side]; }

  /// The socket of that side; null before it exists and after it is closed.
  SimSocket* end(unsigned side) const { return ends_[side]; }
  void set_end(unsigned side, SimSocket* socket) { ends_[side] = socket; }

  /// Carries across what the socket of that side has handed to its pipe from `position` on: whole or in
  /// parts, now, later or never.
  void transmit(unsigned side, std::uint64_t position);

  /// That side sends no more. The other side learns of it after all data.
  void finish(unsigned side);

  /// That side is reset. The other side learns of it after the data that gets through.
  void reset_from(unsigned side);

  /// Runs `action(connection)` when something that leaves that side now arrives at the other side, `extra`
  /// later than the link takes, in order with everything that left before. If nothing gets through, it never
  /// runs.
  template <class Action>
  void after_journey(unsigned side, Duration extra, Action action);

  /// Asks whether the link breaks now, for some time or for ever.
  void strike_link(unsigned side);

  /// From now on, everything that leaves that side is lost; a connect times out because of it.
  void lose(unsigned side);

  /// Asks whether the fault hits something that this side sends or receives.
  bool strikes(Fault fault, unsigned side);

  SimNetwork& network() const { return network_; }

  Link& link;
  Weather weather;

 private:
  void carry(unsigned side, std::uint64_t position);
  bool strike_connection(unsigned side);
  void send_parts(unsigned side, std::uint64_t position);
  template <class Action>
  void arrive_at(Time at, unsigned side, Action action);

  SimNetwork& network_;
  Pipe pipes_[2];
  SimSocket* ends_[2] = {nullptr, nullptr};
  std::uint32_t references_ = 0;
};

}  // namespace tornado
