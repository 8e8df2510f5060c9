#include "runtime/sim/network/connection.hpp"

#include <cmath>
#include <utility>

#include "runtime/sim/network/journey.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/sim/network/sim_socket.hpp"

namespace tornado {

namespace {

// The largest number of parts that one send can arrive in, and the time between two parts.
constexpr int most_parts = 16;
constexpr Duration between_parts{0.001};
// How long coalesced data waits for more.
constexpr Duration held_back{0.2};

}  // namespace

Connection::Connection(SimNetwork& network, Link& link_in)
    : link(link_in),
      network_(network),
      pipes_{{link_in.settings.send_buffer, link_in.settings.receive_buffer},
             {link_in.settings.send_buffer, link_in.settings.receive_buffer}} {}

bool Connection::strikes(Fault fault, unsigned side) {
  return weather.strikes(fault, side, ends_[side] != nullptr ? ends_[side]->number() : 0);
}

void Connection::transmit(unsigned side, std::uint64_t position) {
  Pipe& pipe = pipes_[side];
  if (pipe.silent || pipe.cut_short) return;
  if (!weather.calm()) {
    strike_link(side);
    if (strike_connection(side)) return;
  }
  send_parts(side, position);
}

void Connection::send_parts(unsigned side, std::uint64_t position) {
  const std::uint64_t end = pipes_[side].sent();
  Duration extra{0};
  if (!weather.calm()) {
    if (strikes(Fault::latency, side)) extra = weather.delay(side);
    const std::uint32_t socket = ends_[side] != nullptr ? ends_[side]->number() : 0;
    for (int part = 1; part < most_parts; ++part) {
      const std::size_t cut =
          weather.cut(Fault::split, side, static_cast<std::size_t>(end - position), socket);
      if (cut == 0) break;
      position += cut;
      after_journey(side, extra, [side, position](Connection& self) { self.carry(side, position); });
      extra = extra + between_parts;
    }
    if (strikes(Fault::coalesce, side)) {
      // What is sent later does not wait for this; this arrives together with it.
      return arrive_at(network_.now() + link.settings.latency + extra + held_back, side,
                       [side, end](Connection& self) { self.carry(side, end); });
    }
  }
  after_journey(side, extra, [side, end](Connection& self) { self.carry(side, end); });
}

void Connection::strike_link(unsigned side) {
  if (strikes(Fault::partition, side)) {
    const Duration length(partition_lengths[network_.choose(ChoiceKind::fault, std::size(partition_lengths),
                                                            link.site(Fault::partition, side))]);
    link.down_until = std::max(link.down_until, network_.now() + length);
  }
  if (strikes(Fault::cut, side)) link.down_until = at_seconds(INFINITY);
}

// Returns whether nothing else happens to the data that was sent.
bool Connection::strike_connection(unsigned side) {
  if (strikes(Fault::reset, side)) {
    for (unsigned end = 0; end < 2; ++end) {
      pipes_[end].silent = true;
      arrive_at(network_.now() + link.settings.latency, end, [end](Connection& self) {
        if (SimSocket* socket = self.end(end)) socket->reset();
      });
    }
    return true;
  }
  if (strikes(Fault::silence, side)) {
    pipes_[side].silent = true;
    return true;
  }
  if (strikes(Fault::half_close, side)) {
    finish(side);
    pipes_[side].cut_short = true;
    return true;
  }
  return false;
}

void Connection::carry(unsigned side, std::uint64_t position) {
  // What was held back may have come with what was sent later.
  if (pipes_[side].has_carried(position)) return;
  SimSocket* receiver = ends_[1 - side];
  if (receiver == nullptr) {
    // Nobody is at that end any more: the sender learns of it.
    pipes_[side].abandon();
    return reset_from(1 - side);
  }
  if (receiver->refuses_data()) {
    // What arrived before can still be received.
    reset_from(1 - side);
    return receiver->reset();
  }
  pipes_[side].carry(position);
  receiver->data_came();
  if (ends_[side] != nullptr) ends_[side]->room_came();
}

void Connection::finish(unsigned side) {
  Pipe& pipe = pipes_[side];
  if (pipe.silent || pipe.cut_short) return;
  after_journey(side, Duration(0), [side, end = pipe.sent()](Connection& self) {
    SimSocket* receiver = self.end(1 - side);
    if (receiver == nullptr) return;
    self.pipe(side).carry(end);
    self.pipe(side).carry_end();
    receiver->end_came();
  });
}

void Connection::reset_from(unsigned side) {
  if (pipes_[side].silent) return;
  after_journey(side, Duration(0), [side](Connection& self) {
    if (SimSocket* receiver = self.end(1 - side)) receiver->reset();
  });
}

void Connection::lose(unsigned side) {
  // The time after which a kernel gives up connecting (Linux: 6 repetitions).
  constexpr Duration connect_timeout{127};
  pipes_[side].silent = true;
  network_.after(connect_timeout, [self = Ref<Connection>(this)] {
    SimSocket* client = self->end(0);
    if (client != nullptr && client->connecting()) client->fail_to_connect(std::errc::timed_out);
  });
}

}  // namespace tornado
