// What most tests of streams need: a loop, a network of two hosts, and two streams that are connected.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/tornado.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {

/// A world with a network. Runs its loop until nothing is left to do.
class NetWorld : public LoopFixture {
 public:
  explicit NetWorld(const LinkSettings& settings = {})
      : network(loop, settings), client(network.add_host("client")), server(network.add_host("server")) {}

  void run() { loop.start(); }

  /// Two streams, connected; what `first` writes, `second` reads. Runs the loop.
  std::pair<StreamPtr, StreamPtr> streams(StreamOptions first_options = {},
                                          StreamOptions second_options = {}) {
    StreamPtr accepted;
    auto listener = server.listen({"", 80});
    const StreamPtr first = IOStream::make(client.open(AddressFamily::ipv4), first_options);
    const Future<StreamPtr> connected = first->connect({server.ips().front(), 80});
    run();
    const StreamPtr second = IOStream::make(listener->accept().socket, second_options);
    static_cast<void>(connected.result());
    return {first, second};
  }

  /// Waits for a Future, in words: what it gives, `! message`, or `-` while it is pending.
  template <class T>
  static std::string outcome(const Future<T>& future) {
    if (!future.done()) return "-";
    if (const std::exception_ptr error = future.exception()) return "! " + message_of(error);
    if constexpr (std::is_same_v<T, std::string>) {
      return future.result();
    } else {
      return "done";
    }
  }

  SimNetwork network;
  SimHost& client;
  SimHost& server;
};

}  // namespace tornado
