#include "runtime/net/tcp_client.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/coroutine.hpp"
#include "runtime/net/connector.hpp"

namespace tornado {

namespace {

std::string connect_words(const std::string& host, std::uint16_t port) {
  return "the connect to " + host + ":" + std::to_string(port);
}

Future<StreamPtr> connect_to(Resolver resolver, std::string host, std::uint16_t port, AddressFamily family,
                             StreamOptions options) {
  const Future<std::vector<Address>> resolving = resolver.resolve(host, port, family);
  options.loop->describe(resolving, [&] { return "the address of " + host; });
  std::vector<Address> addresses = co_yield resolving;
  Network* network = &resolver.network();
  auto connector = std::make_shared<Connector>(
      *options.loop, std::move(addresses), [network, options](const Address& address) {
        return IOStream::make(network->open(family_of(address.ip)), options)->connect(address);
      });
  const Future<StreamPtr> racing = connector->start();
  options.loop->describe(racing, [&] { return connect_words(host, port); });
  connector.reset();
  StreamPtr stream = co_yield racing;
  co_return stream;
}

}  // namespace

Future<StreamPtr> TCPClient::connect(const std::string& host, std::uint16_t port, AddressFamily family,
                                     StreamOptions options) const {
  if (options.loop == nullptr) options.loop = &IOLoop::current();
  Future<StreamPtr> connected = connect_to(resolver_, host, port, family, options);
  options.loop->describe(connected, [&] { return connect_words(host, port); });
  return connected;
}

}  // namespace tornado
