// Network: the interface through which a program uses its machine's network: sockets, listeners, name lookup.
// The hosts of the simulated network implement it.
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

  /// The thread's current network, used by code that names none. Throws std::runtime_error if there is none.
  static Network& current();
  void make_current() noexcept { current_ = this; }

  /// A new, unconnected socket. Throws std::system_error if too many are open.
  virtual std::unique_ptr<Socket> open(AddressFamily family) = 0;

  /// Listens at the port. An address without an IP means all addresses of the machine; port 0 picks a free
  /// port. At most `backlog` connections wait to be accepted. Throws std::system_error, for example if the
  /// port is taken.
  virtual std::unique_ptr<Listener> listen(const Address& address, std::size_t backlog) = 0;

  /// Looks up a name; an IP address is its own result. All addresses get that port. Fails with ResolveError.
  virtual Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                               AddressFamily family) = 0;

 private:
  static constinit inline thread_local Network* current_ = nullptr;
};

}  // namespace tornado
