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
  host.network().set_socket_task(number_, task());
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
  if (local_.ip.empty()) local_.ip = from;
  if (local_.port == 0) local_.port = host_->ephemeral_port();
  state_ = State::connecting;
  set_task(network.add_task(host_->name() + ">" + target->name(), CurrentTask::get()));
  network.set_socket_task(number_, task());
  Link& link = network.link(*host_, *target);
  connection_ = Ref<Connection>(pool_new<Connection>(network, link));
  connection_->set_end(0, this);
  connection_->weather =
      Weather::draw(network, link, host_->index() <= target->index() ? 0 : 1, connection_faults);
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
  refresh(EndpointChange::state);
}

void SimSocket::fail_to_connect(std::errc error) {
  if (state_ != State::connecting) return;
  state_ = State::failed;
  error_ = error;
  connection_->set_end(side_, nullptr);
  refresh(EndpointChange::state);
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
  if (over() || shut_ || mute_) return {0, std::errc::broken_pipe};
  Pipe& pipe = outgoing();
  std::size_t size = std::min(bytes.size(), pipe.room());
  wants_room_ = wants_room_ || size < bytes.size();
  if (size == 0 && !bytes.empty()) return {0, std::errc::operation_would_block};
  if (blocked_) return {0, std::errc::operation_would_block};
  Connection& connection = *connection_;
  bool cut_short = false;
  if (!connection.weather.calm()) {
    if (interrupted()) return {0, std::errc::interrupted};
    if (connection.strikes(Fault::would_block, side_)) {
      unblock_later();
      return {0, std::errc::operation_would_block};
    }
    if (const std::size_t cut = connection.weather.cut(Fault::short_write, side_, size, number_)) {
      size = cut;
      cut_short = true;
    }
  }
  const std::uint64_t position = pipe.sent();
  pipe.send(bytes.substr(0, size));
  note(EventKind::socket_sent, static_cast<std::uint32_t>(size));
  const Ref<Connection> kept = connection_;
  connection.transmit(side_, position);
  // There was no room for a moment: a program that waits for an edge must see one.
  if (cut_short) tell_watcher(EndpointChange::writable);
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
  refresh(EndpointChange::writable);
}

// Whether receiving gives no bytes, now or ever; `error` says why.
bool SimSocket::at_end(std::errc& error) {
  error = {};
  switch (state_) {
    case State::connecting:
      if (!shut_read_) error = std::errc::operation_would_block;
      return true;
    case State::fresh:
      error = std::errc::not_connected;
      return true;
    case State::closed:
      error = std::errc::bad_file_descriptor;
      return true;
    case State::failed:
      error = take_error();
      return true;
    case State::connected:
      break;
  }
  if (incoming().arrived() > 0) return false;
  if (ended_) return true;  // the end came before the reset, if there was one
  if (error_ != std::errc{}) {
    error = take_error();
  } else if (!reset_ && !shut_read_) {
    error = std::errc::operation_would_block;
  }
  return true;
}

Transfer SimSocket::receive(char* to, std::size_t size) {
  if (host_ != nullptr) host_->network().touch();
  std::errc error{};
  if (at_end(error)) {
    if (error == std::errc{} && state_ == State::connected) note(EventKind::socket_received, 0);
    return {0, error};
  }
  Pipe& pipe = incoming();
  size = std::min(size, pipe.arrived());
  Connection& connection = *connection_;
  bool cut_short = false;
  if (!connection.weather.calm()) {
    if (interrupted()) return {0, std::errc::interrupted};
    if (const std::size_t cut = connection.weather.cut(Fault::short_read, side_, size, number_)) {
      size = cut;
      cut_short = true;
    }
  }
  pipe.receive(to, size);
  note(EventKind::socket_received, static_cast<std::uint32_t>(size));
  if (!ended_ && pipe.ended()) settle_end();
  if (SimSocket* sender = connection_->end(1U - side_)) sender->room_came();
  // The rest comes just afterwards: a short read says that there was no more.
  if (cut_short) tell_watcher(EndpointChange::readable);
  return {size, {}};
}

Transfer SimSocket::peek(char* to, std::size_t size) {
  if (host_ != nullptr) host_->network().touch();
  std::errc error{};
  if (at_end(error)) return {0, error};
  size = std::min(size, incoming().arrived());
  incoming().peek(to, size);
  return {size, {}};
}

std::optional<std::size_t> SimSocket::available() const {
  return state_ == State::connected ? incoming().arrived() : 0;
}

void SimSocket::shut_down_write() {
  // Linux gives up a connect then.
  if (state_ == State::connecting) {
    connection_->reset_from(side_);
    return fail_to_connect(std::errc::connection_reset);
  }
  if (state_ != State::connected || shut_ || reset_) return;
  shut_ = true;
  note(EventKind::socket_shut);
  connection_->finish(side_);
  settle_end();
  refresh(EndpointChange::state);
}

void SimSocket::shut_down_read() {
  shut_read_ = true;
  refresh(EndpointChange::state);
}

// ---- called by the network

void SimSocket::reset() {
  if (state_ == State::connecting) return fail_to_connect(std::errc::connection_reset);
  if (state_ != State::connected || reset_ || finished_) return;
  reset_ = true;
  error_ = ended_ ? std::errc::broken_pipe : std::errc::connection_reset;
  note(EventKind::socket_ended, 0, static_cast<std::uint8_t>(SocketEnd::reset));
  refresh(EndpointChange::state);
}

void SimSocket::end_came() {
  note(EventKind::socket_ended, 0, static_cast<std::uint8_t>(SocketEnd::finished));
  settle_end();
  refresh(EndpointChange::state);
}

// The connection is over for both ends once each has sent its end and got the other's: an acknowledgement
// takes no time.
void SimSocket::settle_end() {
  if (!ended_ && incoming().ended()) {
    ended_ = true;
    tell_watcher(EndpointChange::state);
  }
  if (!ended_ || !shut_ || reset_) return;
  SimSocket* peer = connection_->end(1U - side_);
  if (peer != nullptr && !peer->ended_) return;
  finished_ = true;
  if (peer != nullptr && peer->shut_) peer->finished_ = true;
}

void SimSocket::data_came() {
  refresh(EndpointChange::readable);
}

void SimSocket::room_came() {
  host_->network().descriptors().refresh(*this);
  if (wants_room_ && outgoing().room() > 0) {
    wants_room_ = false;
    tell_watcher(EndpointChange::writable);
  }
}

void SimSocket::refresh(EndpointChange change) {
  host_->network().descriptors().refresh(*this);
  tell_watcher(change);
}

SocketCondition SimSocket::condition() const {
  SocketCondition now;
  now.failed = error_ != std::errc{};
  switch (state_) {
    case State::connected:
      break;
    case State::failed:
      now.readable = now.writable = now.read_ended = now.hung_up = true;
      return now;
    case State::fresh:
      now.writable = now.hung_up = true;
      return now;
    default:
      now.readable = now.read_ended = shut_read_;
      now.hung_up = shut_read_ && mute_;
      return now;
  }
  const bool dead = reset_ || finished_;
  now.read_ended = ended_ || shut_read_ || dead;
  now.hung_up = dead || (now.read_ended && (shut_ || mute_));
  now.readable = now.read_ended || incoming().arrived() > 0;
  now.writable = dead || shut_ || mute_ || (!blocked_ && outgoing().room() > 0);
  if (!now.writable) wants_room_ = true;
  return now;
}

IOEvents SimSocket::readiness() const {
  if (state_ == State::fresh) return 0;  // nobody waits for a socket that was not told to connect
  const SocketCondition now = condition();
  return static_cast<IOEvents>((now.readable ? IOLoop::READ : 0U) | (now.writable ? IOLoop::WRITE : 0U) |
                               (now.hung_up || now.failed ? IOLoop::ERROR : 0U));
}

// ---- closing

void SimSocket::leave(bool by_reset) noexcept {
  if (state_ == State::closed) return;
  const State before = std::exchange(state_, State::closed);
  note(EventKind::socket_closed);
  const Ref<Connection> connection = std::move(connection_);
  if (connection.get() != nullptr) {
    Pipe& in = connection->pipe(1U - side_);
    const bool alive = before == State::connected && !reset_ && !finished_;
    if (before == State::connecting || (alive && (by_reset || in.arrived() > 0))) {
      // Closed with data that nobody received: the peer is reset.
      connection->reset_from(side_);
    } else if (alive && !shut_) {
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
