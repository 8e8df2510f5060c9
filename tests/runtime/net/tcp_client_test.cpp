// TCPClient and TCPServer: names, connection racing, what goes wrong.
#include "runtime/net/tcp_client.hpp"

#include <gtest/gtest.h>

#include "tests/runtime/net/world.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A client and a server with an address of each family, the IPv6 one first.
struct TwoFamilies : LoopFixture {
  TwoFamilies()
      : network(loop),
        client(network.add_host("client", {"fd00::1", "10.0.0.1"})),
        server(network.add_host("server", {"fd00::2", "10.0.0.2"})) {}

  // Connects, and says where to and when.
  void connect() {
    loop.add_future(TCPClient(client).connect("server", 80), [this](const Future<StreamPtr>& connected) {
      const std::string when = " at " + std::to_string(seconds_of(loop.time()));
      if (const std::exception_ptr error = connected.exception()) return say(message_of(error) + when);
      say(connected.result()->socket().peer_address().ip + when);
    });
    loop.start();
  }

  SimNetwork network;
  SimHost& client;
  SimHost& server;
};

TEST(TCPClient, TakesTheFirstAddress) {
  TwoFamilies world;
  auto listener = world.server.listen({"", 80});
  world.connect();
  EXPECT_THAT(world.said, ElementsAre("fd00::2 at 0.000000"));
}

TEST(TCPClient, GoesOnAtOnceWhenTheFirstIsRefused) {
  TwoFamilies world;
  auto listener = world.server.listen({"10.0.0.2", 80});
  world.connect();
  EXPECT_THAT(world.said, ElementsAre("10.0.0.2 at 0.000000"));
}

TEST(TCPClient, TriesTheOtherFamilyAfterThreeTenths) {
  TwoFamilies world;
  auto six = world.server.listen({"fd00::2", 80}, 0);  // never answers
  auto four = world.server.listen({"10.0.0.2", 80});
  world.connect();
  EXPECT_THAT(world.said, ElementsAre("10.0.0.2 at 0.300000"));
}

TEST(TCPClient, DropsALateArrival) {
  TwoFamilies world;
  auto six = world.server.listen({"fd00::2", 80}, 0);
  auto four = world.server.listen({"10.0.0.2", 80});
  world.loop.call_later(Duration(0.5), [&] {
    six->close();
    six = world.server.listen({"fd00::2", 80});  // answers when it is asked again
  });
  world.connect();
  EXPECT_THAT(world.said, ElementsAre("10.0.0.2 at 0.300000"));
  const auto late = six->accept().socket;
  ASSERT_NE(late, nullptr);
  char byte = 0;
  EXPECT_TRUE(late->receive(&byte, 1).ok()) << "its end has come";
}

TEST(TCPClient, FailsWithTheLastErrorWhenAllFail) {
  TwoFamilies world;
  world.connect();
  EXPECT_THAT(world.said, ElementsAre("Stream is closed at 0.000000"));
}

TEST(TCPClient, FailsWhereTheNameDoes) {
  NetWorld world;
  const Future<StreamPtr> connecting = TCPClient(world.client).connect("nobody", 80);
  world.run();
  EXPECT_EQ(NetWorld::outcome(connecting), "! no address for 'nobody'");
}

TEST(TCPServer, AnExceptionOfItsHandlerIsLogged) {
  NetWorld world;
  TCPServer server([](const StreamPtr&, const Address&) { throw Boom("at once"); }, world.server);
  TCPServer later(
      [](StreamPtr, const Address&) -> Future<void> {
        co_yield moment;
        throw Boom("later");
      },
      world.server);
  server.listen(80);
  later.listen(81);
  const TCPClient client(world.client);
  const Future<StreamPtr> first = client.connect("server", 80);
  const Future<StreamPtr> second = client.connect("server", 81);
  world.run();
  EXPECT_THAT(world.logged, ElementsAre("callback at once", "callback later"));
  EXPECT_TRUE(first.result()->socket().available() == 0);
}

TEST(TCPServer, StopsAcceptingAndLetsConnectionsGoOn) {
  NetWorld world;
  StreamPtr kept;
  TCPServer server([&](StreamPtr stream, const Address&) { kept = std::move(stream); }, world.server);
  const std::uint16_t port = server.listen(0);
  const TCPClient client(world.client);
  const Future<StreamPtr> first = client.connect("server", port);
  world.run();
  server.stop();
  server.stop();
  const Future<StreamPtr> second = client.connect("server", port);
  world.run();
  EXPECT_EQ(NetWorld::outcome(second), "! Stream is closed");
  static_cast<void>(first.result()->write("still"));
  EXPECT_EQ(NetWorld::outcome(kept->read_bytes(5)), "still");
}

TEST(TCPServer, NamesAndErrorsAreTold) {
  NetWorld world;
  const TCPServer server([](const StreamPtr&, const Address&) {}, world.server);
  EXPECT_THROW(Network::current().listen({"10.9.9.9", 1}, 1), std::system_error);
  EXPECT_EQ(to_string(Address{"fd00::1", 8080}), "[fd00::1]:8080");
  EXPECT_THAT(is_valid_ip("10.0.0.256"), false);
  EXPECT_THAT(world.logged, IsEmpty());
}

}  // namespace
}  // namespace tornado
