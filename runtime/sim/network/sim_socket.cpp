#include "runtime/sim/network/sim_socket.hpp"

#include <utility>

#include "runtime/current_task.hpp"
#include "runtime/sim/network/journey.hpp"
#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/network/sim_listener.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace tornado {

namespace {

// Without a limit, a call that is always interrupted would be repeated for ever.
constexpr std::uint8_t most_interruptions = 3;
// How long a fault keeps a socket from taking anything.
constexpr Duration blocked_for{0.001};
// How often a kernel retries at a listener without room, and the time between attempts.
constexpr unsigned most_attempts = 6;
constexpr Duration between_attempts{1};

void answer(Connection& connection, SimHost& host, const Address& from, unsigned attempts_left);

// Asks the host for a connection: once there and once back over the link.
void attempt(Connection& connection, SimHost& host, Duration extra, unsigned attempts_left) {
  connection.after_journey(0, extra, [&host, attempts_left](Connection& self) {
    if (SimSocket* client = self.end(0)) answer(self, host, client->local_address(), attempts_left);
  });
}

void fail(Connection& connection, std::errc error) {
  connection.after_journey(1, Duration(0), [error](Connection& self) {
    if (SimSocket* client = self.end(0)) client->fail_to_connect(error);
  });
}

void answer(Connection& connection, SimHost& host, const Address& from, unsigned attempts_left) {
  const Address& to = connection.end(0)->peer_address();
  SimListener* listener = host.listener_at(to);
  if (listener == nullptr) return fail(connection, std::errc::connection_refused);
  if (listener->full()) {
    if (attempts_left == 0) return connection.end(0)->fail_to_connect(std::errc::timed_out);
    return connection.network().after(between_attempts,
                                      [self = Ref<Connection>(&connection), &host, attempts_left] {
                                        if (self->end(0) != nullptr)
                                          attempt(*self, host, Duration(0), attempts_left - 1);
                                      });
  }
  auto socket = std::make_unique<SimSocket>(host, to, from, Ref<Connection>(&connection));
  connection.network().note(EventKind::socket_connected, connection.end(0)->number(), socket->number());
  listener->push(std::move(socket));
  connection.after_journey(1, Duration(0), [](Connection& self) {
    if (SimSocket* client = self.end(0)) client->connected();
  });
}

}  // namespace

SimSocket::SimSocket(SimHost& host, AddressFamily family)
    : host_(&host), number_(host.network().number_socket()), family_(family) {
  open();
  note(EventKind::socket_opened, 0, static_cast<std::uint8_t>(SocketKind::client));
}

SimSocket::SimSocket(SimHost& host, Address local, Address peer, Ref<Connection> connection)
    : host_(&host),
      connection_(std::move(connection)),
      local_(std::move(local)),
      peer_(std::move(peer)),
      number_(host.network().number_socket()),
      family_(family_of(local_.ip)),
      state_(State::connected),
      side_(1) {
  connection_->set_end(1, this);
  const SimHost* client = host.network().host_at(peer_.ip, host);
  set_task(host.network().add_task(host.name() + "<" + (client != nullptr ? client->name() : peer_.ip), 0));
  note(EventKind::socket_opened, 0, static_cast<std::uint8_t>(SocketKind::server));
}

void SimSocket::open() {
  host_->network().descriptors().open(*this);
}

void SimSocket::note(EventKind kind, std::uint32_t other, std::uint8_t detail) const {
  host_->network().note(kind, number_, other, detail);
}

// ---- connecting

std::errc SimSocket::connect(const Address& address) {
  if (state_ == State::connected) return std::errc::already_connected;
  if (state_ == State::connecting) return std::errc::connection_already_in_progress;
  if (state_ != State::fresh) return std::errc::bad_file_descriptor;
  if (family_of(address.ip) != family_) return std::errc::address_family_not_supported;
  SimNetwork& network = host_->network();
  SimHost* target = network.host_at(address.ip, *host_);
  const std::string from = target == host_ ? address.ip : host_->ip_in(family_);
  if (from.empty()) return std::errc::network_unreachable;
  if (target == nullptr) return std::errc::host_unreachable;
  peer_ = address;
  local_ = {from, host_->ephemeral_port()};
  state_ = State::connecting;
  set_task(network.add_task(host_->name() + ">" + target->name(), CurrentTask::get()));
  Link& link = network.link(*host_, *target);
  connection_ = Ref<Connection>(pool_new<Connection>(network, link));
  connection_->set_end(0, this);
  connection_->weather = Weather::draw(network, link, host_->index() <= target->index() ? 0 : 1);
  Connection& connection = *connection_;
  if (connection.strikes(Fault::refused, 0)) {
    fail(connection, std::errc::connection_refused);
  } else if (connection.strikes(Fault::hang, 0)) {
    connection.lose(0);
  } else {
    connection.strike_link(0);
    attempt(connection, *target,
            connection.strikes(Fault::latency, 0) ? connection.weather.delay(0) : Duration(0), most_attempts);
  }
  return std::errc::operation_in_progress;
}

void SimSocket::connected() {
  if (state_ != State::connecting) return;
  state_ = State::connected;
  refresh();
}

void SimSocket::fail_to_connect(std::errc error) {
  if (state_ != State::connecting) return;
  state_ = State::failed;
  error_ = error;
  connection_->set_end(side_, nullptr);
  refresh();
}

std::errc SimSocket::take_error() {
  return std::exchange(error_, std::errc{});
}

// ---- sending and receiving

bool SimSocket::interrupted() {
  if (interruptions_ < most_interruptions && connection_->strikes(Fault::interrupted, side_)) {
    ++interruptions_;
    return true;
  }
  interruptions_ = 0;
  return false;
}

Transfer SimSocket::send(std::string_view bytes) {
  if (host_ != nullptr) host_->network().touch();
  if (state_ == State::connecting) return {0, std::errc::operation_would_block};
  if (state_ == State::fresh) return {0, std::errc::not_connected};
  if (state_ == State::closed) return {0, std::errc::bad_file_descriptor};
  if (error_ != std::errc{}) return {0, take_error()};
  if (state_ == State::failed || reset_ || shut_) return {0, std::errc::broken_pipe};
  Pipe& pipe = outgoing();
  std::size_t size = std::min(bytes.size(), pipe.room());
  if (size == 0 || blocked_) return {0, std::errc::operation_would_block};
  Connection& connection = *connection_;
  if (!connection.weather.calm()) {
    if (interrupted()) return {0, std::errc::interrupted};
    if (connection.strikes(Fault::would_block, side_)) {
      unblock_later();
      return {0, std::errc::operation_would_block};
    }
    if (const std::size_t cut = connection.weather.cut(Fault::short_write, side_, size, number_)) size = cut;
  }
  const std::uint64_t position = pipe.sent();
  pipe.send(bytes.substr(0, size));
  note(EventKind::socket_sent, static_cast<std::uint32_t>(size));
  const Ref<Connection> kept = connection_;
  connection.transmit(side_, position);
  return {size, {}};
}

void SimSocket::unblock_later() {
  blocked_ = true;
  host_->network().after(blocked_for, [connection = connection_, side = side_] {
    if (SimSocket* socket = connection->end(side)) socket->unblock();
  });
}

void SimSocket::unblock() {
  blocked_ = false;
  refresh();
}

Transfer SimSocket::receive(char* to, std::size_t size) {
  if (host_ != nullptr) host_->network().touch();
  if (state_ == State::connecting) return {0, std::errc::operation_would_block};
  if (state_ == State::fresh) return {0, std::errc::not_connected};
  if (state_ == State::closed) return {0, std::errc::bad_file_descriptor};
  if (state_ == State::failed) return {0, take_error()};
  Pipe& pipe = incoming();
  size = std::min(size, pipe.arrived());
  if (size == 0) {
    if (error_ != std::errc{}) return {0, take_error()};
    if (!reset_ && !pipe.ended()) return {0, std::errc::operation_would_block};
    note(EventKind::socket_received, 0);
    return {};
  }
  Connection& connection = *connection_;
  if (!connection.weather.calm()) {
    if (interrupted()) return {0, std::errc::interrupted};
    if (const std::size_t cut = connection.weather.cut(Fault::short_read, side_, size, number_)) size = cut;
  }
  pipe.receive(to, size);
  note(EventKind::socket_received, static_cast<std::uint32_t>(size));
  if (SimSocket* sender = connection_->end(1U - side_)) sender->refresh();
  return {size, {}};
}

std::optional<std::size_t> SimSocket::available() const {
  return state_ == State::connected ? incoming().arrived() : 0;
}

void SimSocket::shut_down_write() {
  if (state_ != State::connected || shut_ || reset_) return;
  shut_ = true;
  note(EventKind::socket_shut);
  connection_->finish(side_);
  refresh();
}

// ---- called by the network

void SimSocket::reset() {
  if (state_ == State::connecting) return fail_to_connect(std::errc::connection_reset);
  if (state_ != State::connected || reset_) return;
  reset_ = true;
  error_ = incoming().ended() ? std::errc::broken_pipe : std::errc::connection_reset;
  note(EventKind::socket_ended, 0, static_cast<std::uint8_t>(SocketEnd::reset));
  refresh();
}

void SimSocket::end_came() {
  note(EventKind::socket_ended, 0, static_cast<std::uint8_t>(SocketEnd::finished));
  refresh();
}

void SimSocket::refresh() {
  host_->network().descriptors().refresh(*this);
}

IOEvents SimSocket::readiness() const {
  switch (state_) {
    case State::connected:
      break;
    case State::failed:
      return IOLoop::READ | IOLoop::WRITE | IOLoop::ERROR;
    default:
      return 0;
  }
  const Pipe& in = incoming();
  const bool ended = in.ended();
  IOEvents events = 0;
  if (in.arrived() > 0 || ended || reset_) events |= IOLoop::READ;
  if (reset_ || shut_ || (!blocked_ && outgoing().room() > 0)) events |= IOLoop::WRITE;
  if (reset_ || (ended && shut_)) events |= IOLoop::ERROR;
  return events;
}

// ---- closing

void SimSocket::close() noexcept {
  if (state_ == State::closed) return;
  const State before = std::exchange(state_, State::closed);
  note(EventKind::socket_closed);
  const Ref<Connection> connection = std::move(connection_);
  if (connection.get() != nullptr) {
    Pipe& in = connection->pipe(1U - side_);
    if (before == State::connecting || (before == State::connected && in.arrived() > 0)) {
      // Closed with data that nobody received: the peer is reset.
      connection->reset_from(side_);
    } else if (before == State::connected && !reset_ && !shut_) {
      connection->finish(side_);
    }
    in.abandon();
    if (connection->end(side_) == this) connection->set_end(side_, nullptr);
  }
  host_->network().descriptors().close(*this);
}

void SimSocket::orphan() noexcept {
  state_ = State::closed;
  connection_ = Ref<Connection>();
  host_ = nullptr;
}

}  // namespace tornado
