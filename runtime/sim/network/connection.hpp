// A simulated connection: two pipes, two sockets, the link between their hosts and the weather on it. It
// lives as long as a socket of it or something that is under way.
#pragma once

#include <cstdint>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"
#include "runtime/sim/network/link.hpp"
#include "runtime/sim/network/pipe.hpp"

namespace tornado {

class SimNetwork;
class SimSocket;

/// The connection; side 0 is the one that connects. What side S sends goes through pipe S.
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

  /// The socket of that side; null before it is there and after it is closed.
  SimSocket* end(unsigned side) const { return ends_[side]; }
  void set_end(unsigned side, SimSocket* socket) { ends_[side] = socket; }

  /// What the socket of that side has handed to its pipe from `position` on is carried across, whole or in
  /// parts, now or later or never.
  void transmit(unsigned side, std::uint64_t position);

  /// That side sends no more: the other one learns of it after all that was sent.
  void finish(unsigned side);

  /// That side is reset: the other one learns of it after what has got through.
  void reset_from(unsigned side);

  /// Runs `action(connection)` when what leaves that side now has arrived on the other, `extra` later than
  /// the link takes; in order with what left before. Where nothing gets through, never.
  template <class Action>
  void after_journey(unsigned side, Duration extra, Action action);

  /// Asks whether the link breaks down now, for a while or for good.
  void strike_link(unsigned side);

  /// What leaves that side gets lost from now on; a connect times out by it.
  void lose(unsigned side);

  /// Asks whether the fault strikes what that side sends or receives.
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
