// Network: what a machine offers to the programs on it: sockets, listeners, names. The simulated network's
// hosts are such machines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/future.hpp"
#include "runtime/net/socket.hpp"

namespace tornado {

/// The network as one machine sees it.
class Network {
 public:
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  virtual ~Network();

  /// The thread's current network, which what names none uses. Throws std::runtime_error if there is none.
  static Network& current();
  void make_current() noexcept { current_ = this; }

  /// A new socket, to connect. Throws std::system_error when there are too many.
  virtual std::unique_ptr<Socket> open(AddressFamily family) = 0;

  /// Listens at the port; an address without an IP is all of the machine's, port 0 one that is free. So many
  /// connections may wait to be accepted. Throws std::system_error, for a port that is taken, say.
  virtual std::unique_ptr<Listener> listen(const Address& address, std::size_t backlog) = 0;

  /// The addresses of a name, or of an IP itself, with that port. Fails with ResolveError.
  virtual Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                               AddressFamily family) = 0;

 private:
  static constinit inline thread_local Network* current_ = nullptr;
};

}  // namespace tornado
