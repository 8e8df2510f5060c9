// What tests of servers need: a network with a browser that sends bytes as they are and shows what comes
// back.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/net/tcp_client.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado::http {

/// What the browser does once it has sent its bytes: waits for the answer, or closes.
enum class Ending { wait, close };

/// A world with a browser and the host of a server.
class BrowserWorld : public LoopFixture {
 public:
  BrowserWorld()
      : network(loop), browser_host(network.add_host("browser")), server_host(network.add_host("server")) {}

  /// Sends these bytes over a connection of their own and gives a second to the server. Gives what came, and
  /// how the connection is then: [open], which it stays, or [closed].
  std::string send(const std::string& bytes, Ending ending = Ending::wait) {
    const auto exchange = std::make_shared<Exchange>();
    exchanges_.push_back(exchange);
    const Future<void> going = talk(TCPClient(browser_host), bytes, ending, exchange);
    run_for(Duration(1));
    static_cast<void>(going.done() && going.exception());
    std::string seen = exchange->received;
    if (ending == Ending::wait) seen += exchange->stream->closed() ? "[closed]" : "[open]";
    return seen;
  }

  void run_for(Duration length) {
    loop.call_later(length, [this] { loop.stop(); });
    loop.start();
  }

  SimNetwork network;
  SimHost& browser_host;
  SimHost& server_host;

 private:
  struct Exchange {
    StreamPtr stream;
    std::string received;
  };

  static Future<void> talk(TCPClient client, std::string bytes, Ending ending,
                           std::shared_ptr<Exchange> exchange) {
    const Future<StreamPtr> connecting = client.connect("server", 80);
    exchange->stream = co_yield connecting;
    static_cast<void>(exchange->stream->write(bytes));
    if (ending == Ending::close) {
      exchange->stream->close();
      co_return;
    }
    while (true) {
      const std::string part = co_yield exchange->stream->read_bytes(65536, true);
      exchange->received += part;
    }
  }

  std::vector<std::shared_ptr<Exchange>> exchanges_;
};

}  // namespace tornado::http
