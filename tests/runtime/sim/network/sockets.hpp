// Two connected sockets of the simulated network, and what they receive, as text.
#pragma once

#include <memory>
#include <string>
#include <system_error>

#include "tests/runtime/net/world.hpp"

namespace tornado {

/// The client's socket and the server's; the server keeps listening.
struct Sockets {
  explicit Sockets(NetWorld& world) : listener(world.server.listen({"", 80})) {
    client = world.client.open(AddressFamily::ipv4);
    EXPECT_EQ(client->connect({world.server.ips().front(), 80}), std::errc::operation_in_progress);
    world.run();
    server = std::move(listener->accept().socket);
  }

  /// What can be received now: the bytes, or the name of the error.
  static std::string receive(Socket& socket, std::size_t size = 100) {
    std::string bytes(size, '\0');
    const Transfer got = socket.receive(bytes.data(), size);
    if (got.would_block()) return "would block";
    if (!got.ok()) return std::make_error_code(got.error).message();
    return got.bytes == 0 ? "end" : bytes.substr(0, got.bytes);
  }

  std::unique_ptr<Listener> listener;
  std::unique_ptr<Socket> client;
  std::unique_ptr<Socket> server;
};

}  // namespace tornado
