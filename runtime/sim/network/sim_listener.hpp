// SimListener: a simulated listening socket, with the connections that wait to be accepted.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "runtime/net/socket.hpp"
#include "runtime/sim/network/endpoint.hpp"
#include "runtime/sim/network/sim_socket.hpp"

namespace tornado {

/// A listening socket.
class SimListener final : public Listener, public Endpoint {
 public:
  SimListener(SimHost& host, Address address, std::size_t backlog);
  ~SimListener() override { close(); }

  int fd() const override { return descriptor(); }
  Accepted accept() override;
  /// As accept(); null if there is none, with `error` set.
  std::unique_ptr<SimSocket> accept_socket(std::errc& error);
  void close() noexcept override;
  Address address() const override { return address_; }

  IOEvents readiness() const override;
  void orphan() noexcept override;

  bool full() const { return waiting_.size() >= backlog_; }
  void set_backlog(std::size_t backlog) { backlog_ = backlog; }
  void push(std::unique_ptr<SimSocket> socket);

 private:
  SimHost* host_;  // null once it is closed or the network is gone
  Address address_;
  std::size_t backlog_;
  std::deque<std::unique_ptr<SimSocket>> waiting_;
  std::uint32_t number_ = 0;
};

}  // namespace tornado
