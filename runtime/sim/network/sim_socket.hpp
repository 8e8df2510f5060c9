// SimSocket: a simulated socket, the state that the kernel of a simulated host keeps for it.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/net/socket.hpp"
#include "runtime/observer.hpp"
#include "runtime/ref.hpp"
#include "runtime/sim/network/connection.hpp"
#include "runtime/sim/network/endpoint.hpp"

namespace tornado {

class SimHost;

/// What poll(2) says of a socket.
struct SocketCondition {
  bool readable = false;    ///< receive() has a result
  bool writable = false;    ///< send() has a result
  bool read_ended = false;  ///< nothing comes any more
  bool hung_up = false;     ///< both directions have ended
  bool failed = false;      ///< take_error() has an error
};

/// One end of a connection.
class SimSocket final : public Socket, public Endpoint {
 public:
  /// A socket that will connect.
  SimSocket(SimHost& host, AddressFamily family);
  /// A socket that a listener made for an incoming connection; it has no descriptor before open().
  SimSocket(SimHost& host, Address local, Address peer, Ref<Connection> connection);
  ~SimSocket() override { close(); }

  void open();

  int fd() const override { return descriptor(); }
  std::errc connect(const Address& address) override;
  Transfer send(std::string_view bytes) override;
  Transfer receive(char* to, std::size_t size) override;
  std::optional<std::size_t> available() const override;
  std::errc take_error() override;
  void shut_down_write() override;
  void close() noexcept override { leave(false); }

  // What else a kernel's socket does.

  /// As receive(); what is received stays there.
  Transfer peek(char* to, std::size_t size);
  /// What it receives from now on is an end, once what has arrived is taken.
  void shut_down_read();
  /// Before connect(): Linux remembers what shutdown(2) said of a socket that was not connected. Nothing is
  /// received or sent then, but the peer is not told of an end.
  void shut_before_connect(bool read, bool write) {
    shut_read_ = read;
    mute_ = write;
  }
  /// As close(), but the peer is reset.
  void close_by_reset() noexcept { leave(true); }
  /// Connects from that address, rather than from any.
  void bind(Address address) { local_ = std::move(address); }
  SocketCondition condition() const;
  /// Whether it was connected and is so no more: both directions have ended, or it was reset.
  bool over() const { return state_ == State::failed || reset_ || finished_; }
  bool established() const { return state_ == State::connected; }
  Address local_address() const override { return local_; }
  Address peer_address() const override { return peer_; }
  std::uint32_t number() const override { return number_; }

  IOEvents readiness() const override;
  void orphan() noexcept override;

  // Called by the network.
  bool connecting() const { return state_ == State::connecting; }
  void connected();
  void fail_to_connect(std::errc error);
  void reset();
  void end_came();
  void data_came();
  void room_came();
  void unblock();
  /// Whether data that comes is refused by a reset, because nobody will receive it.
  bool refuses_data() const { return reset_ || (shut_ && shut_read_); }

 private:
  enum class State : std::uint8_t { fresh, connecting, connected, failed, closed };

  void refresh(EndpointChange change);
  void settle_end();
  void leave(bool by_reset) noexcept;
  bool at_end(std::errc& error);

  Pipe& outgoing() const { return connection_->pipe(side_); }
  Pipe& incoming() const { return connection_->pipe(1U - side_); }
  bool interrupted();
  void unblock_later();
  void note(EventKind kind, std::uint32_t other = 0, std::uint8_t detail = 0) const;

  SimHost* host_;  // null once the network is gone
  Ref<Connection> connection_;
  Address local_;
  Address peer_;
  std::uint32_t number_ = 0;
  std::errc error_{};  // not returned by any call yet
  AddressFamily family_;
  State state_ = State::fresh;
  std::uint8_t side_ = 0;
  std::uint8_t interruptions_ = 0;  // in a row
  bool shut_ = false;
  bool shut_read_ = false;
  bool mute_ = false;      // sends nothing, and the peer does not know
  bool ended_ = false;     // the peer's end has come
  bool finished_ = false;  // both have sent their ends
  bool reset_ = false;
  mutable bool wants_room_ = false;  // somebody found none: tell when there is some
  bool blocked_ = false;             // a fault: takes nothing for a while
};

}  // namespace tornado
