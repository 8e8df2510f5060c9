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
  void close() noexcept override;
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
  void refresh();
  void unblock();

 private:
  enum class State : std::uint8_t { fresh, connecting, connected, failed, closed };

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
  bool reset_ = false;
  bool blocked_ = false;  // a fault: takes nothing for a while
};

}  // namespace tornado
