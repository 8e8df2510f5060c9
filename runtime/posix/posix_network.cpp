#include "runtime/posix/posix_network.hpp"

#include <memory>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include "runtime/gen/run_on_executor.hpp"
#include "runtime/net/errors.hpp"
#include "runtime/posix/posix_socket.hpp"
#include "runtime/posix/socket_address.hpp"

namespace tornado {

namespace {

int to_posix(AddressFamily family) {
  constexpr int families[] = {AF_UNSPEC, AF_INET, AF_INET6};
  return families[static_cast<std::size_t>(family)];
}

// Blocks.
std::vector<Address> look_up(const std::string& name, std::uint16_t port, AddressFamily family) {
  addrinfo hints{};
  hints.ai_family = to_posix(family);
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const int error = ::getaddrinfo(name.c_str(), std::to_string(port).c_str(), &hints, &first);
  if (error != 0) throw ResolveError("no address for '" + name + "': " + ::gai_strerror(error));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(first, ::freeaddrinfo);
  std::vector<Address> found;
  for (const addrinfo* each = list.get(); each != nullptr; each = each->ai_next) {
    if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
    found.push_back(SocketAddress(*each->ai_addr, each->ai_addrlen).address());
  }
  if (found.empty()) throw ResolveError("no address for '" + name + "'");
  return found;
}

}  // namespace

PosixNetwork::PosixNetwork(EpollLoop& loop, Lookup lookup) : loop_(loop), lookup_(lookup) {
  make_current();
}

std::unique_ptr<Socket> PosixNetwork::open(AddressFamily family) {
  return std::make_unique<PosixSocket>(family);
}

std::unique_ptr<Listener> PosixNetwork::listen(const Address& address, std::size_t backlog) {
  return std::make_unique<PosixListener>(address, backlog);
}

Future<std::vector<Address>> PosixNetwork::resolve(const std::string& name, std::uint16_t port,
                                                   AddressFamily family) {
  const auto work = [name, port, family] { return look_up(name, port, family); };
  // An IP address needs no server, so no thread waits for it.
  if (lookup_ == Lookup::blocking || is_valid_ip(name)) return DummyExecutor().submit(work);
  if (!threads_) threads_.emplace(loop_);
  return threads_->submit(work);
}

}  // namespace tornado
