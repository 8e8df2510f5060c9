#include "runtime/net/tcp_client.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "runtime/coroutine.hpp"
#include "runtime/net/connector.hpp"

namespace tornado {

namespace {

Future<StreamPtr> connect_to(Resolver resolver, std::string host, std::uint16_t port, AddressFamily family,
                             StreamOptions options) {
  const Future<std::vector<Address>> resolving = resolver.resolve(host, port, family);
  std::vector<Address> addresses = co_yield resolving;
  Network* network = &resolver.network();
  auto connector = std::make_shared<Connector>(
      *options.loop, std::move(addresses), [network, options](const Address& address) {
        return IOStream::make(network->open(family_of(address.ip)), options)->connect(address);
      });
  const Future<StreamPtr> racing = connector->start();
  connector.reset();
  StreamPtr stream = co_yield racing;
  co_return stream;
}

}  // namespace

Future<StreamPtr> TCPClient::connect(const std::string& host, std::uint16_t port, AddressFamily family,
                                     StreamOptions options) const {
  if (options.loop == nullptr) options.loop = &IOLoop::current();
  return connect_to(resolver_, host, port, family, options);
}

}  // namespace tornado
