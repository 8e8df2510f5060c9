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

// As in Tornado 4.5.3, whose streams keep what a failed read was looking for.
TEST(IOStream, AReadThatFailsLeavesWhatItLookedFor) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("abcdef"));
  world.run();
  EXPECT_EQ(NetWorld::outcome(server->read_until("x", 3)), "! Stream is closed");
  EXPECT_THROW(static_cast<void>(server->read_bytes(100)), UnsatisfiableReadError) << "still looks for x";
  server->clear_close_callback();  // forgets the read, which did not end
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(2)), "ab");
  EXPECT_THROW(static_cast<void>(server->read_bytes(100)), StreamClosedError)
      << "a read that succeeds leaves nothing";
}

TEST(WriteBuffer, OffersEverythingThatIsWrittenAtOnce) {
  WriteBuffer buffer;
  std::string all;
  for (int number = 0; number < 20; ++number) {
    const std::string piece(10'000 + 7 * static_cast<std::size_t>(number), static_cast<char>('a' + number));
    buffer.add(piece);
    all += piece;
    EXPECT_EQ(buffer.front(), all);
    const std::size_t sent = all.size() / 3;
    buffer.drop(sent);
    all.erase(0, sent);
    EXPECT_EQ(buffer.size(), all.size());
  }
  buffer.drop(all.size());
  EXPECT_TRUE(buffer.empty());
  buffer.add("next");
  EXPECT_EQ(buffer.front(), "next");
}

TEST(IOStream, AReadThatFailsInTheBackgroundIsLogged) {
  NetWorld world;
  StreamOptions options;
  options.max_buffer_size = 1000;
  const auto [client, server] = world.streams({}, options);
  const Future<std::string> read = server->read_bytes(4000);
  static_cast<void>(client->write(std::string(5000, 'x')));
  world.run();
  EXPECT_EQ(NetWorld::outcome(read), "! Stream is closed");
  EXPECT_THAT(world.logged, ElementsAre("connection Reached maximum read buffer size"));
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
