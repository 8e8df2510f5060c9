#include "runtime/net/io_stream.hpp"

#include <gtest/gtest.h>

#include "tests/runtime/net/world.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

TEST(IOStream, CarriesWhatIsWritten) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<void> written = client->write("hello world");
  EXPECT_TRUE(written.done());
  const Future<std::string> read = server->read_bytes(5);
  EXPECT_EQ(NetWorld::outcome(read), "hello");
  EXPECT_EQ(NetWorld::outcome(server->read_until("l")), " worl");
  client->close();
  const Future<std::string> rest = server->read_until_close();
  EXPECT_EQ(NetWorld::outcome(rest), "d");
  EXPECT_TRUE(server->closed());
}

TEST(IOStream, WaitsForWhatIsNotThere) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<std::string> read = server->read_until("\r\n");
  static_cast<void>(client->write("GET /\r"));
  world.run();
  EXPECT_FALSE(read.done());
  static_cast<void>(client->write("\nHost"));
  world.run();
  EXPECT_EQ(NetWorld::outcome(read), "GET /\r\n");
}

TEST(IOStream, ARefusedReadIsNoRead) {
  Observer events;
  NetWorld world;
  world.loop.set_observer(&events);
  const auto [client, server] = world.streams();
  const auto ignore = [](const std::string&) {};
  EXPECT_THROW(static_cast<void>(server->read_until("")), std::invalid_argument);
  EXPECT_THROW(server->read_until("", ignore), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(server->read_until_regex("(")), std::invalid_argument);
  EXPECT_THROW(server->read_until_regex("(", ignore), std::invalid_argument);
  for (const Event& event : events) EXPECT_NE(event.kind, EventKind::stream_reads);
  static_cast<void>(client->write("a"));
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(1)), "a");
  world.loop.set_observer(nullptr);
}

TEST(IOStream, AnEchoServerAnswers) {
  NetWorld world;
  TCPServer server(
      [](StreamPtr stream, const Address&) -> Future<void> {
        for (;;) {
          const Future<std::string> reading = stream->read_until("\n");
          const std::string line = co_yield reading;
          const Future<void> writing = stream->write("> " + line);
          co_yield writing;
        }
      },
      world.server);
  server.listen(7);
  const TCPClient client(world.client);
  const auto talk = [](const TCPClient& from, LoopFixture& told) -> Future<void> {
    const Future<StreamPtr> connecting = from.connect("server", 7);
    const StreamPtr stream = co_yield connecting;
    for (int round = 0; round < 3; ++round) {
      const std::string line = std::to_string(round) + "\n";
      const Future<void> writing = stream->write(line);
      co_yield writing;
      const Future<std::string> reading = stream->read_until("\n");
      const std::string answer = co_yield reading;
      told.say(answer);
    }
    stream->close();
  };
  world.loop.run_sync([&] { return talk(client, world); });
  EXPECT_THAT(world.said, ElementsAre("> 0\n", "> 1\n", "> 2\n"));
  world.run();
  EXPECT_THAT(world.logged, ElementsAre("callback Stream is closed"));
  server.stop();
  EXPECT_EQ(world.network.open_sockets(), 0U);
}

}  // namespace
}  // namespace tornado
