// Laws I1 to I11, on the perfect network.
#include <gtest/gtest.h>

#include "tests/runtime/net/world.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A callback that says the data it gets and the iteration.
auto saying(NetWorld& world, const std::string& word) {
  return [&world, word](const std::string& data) { world.say_when(word + " " + data); };
}

TEST(Law, I1_AReadThatCanBeMetIsMetBeforeTheCallReturns) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("abcdef"));
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(2)), "ab") << "from the socket";
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(2)), "cd") << "from the buffer";
  server->read_bytes(2, saying(world, "read"));
  EXPECT_THAT(world.said, IsEmpty());
  const std::uint32_t iteration = world.loop.phases() + 1;
  world.run();
  EXPECT_THAT(world.said, ElementsAre("read ef@" + std::to_string(iteration)));
}

TEST(Law, I2_OneReadIsOutstanding) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<std::string> first = server->read_bytes(1);
  try {
    static_cast<void>(server->read_until("x"));
    FAIL();
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "Already reading");
  }
  static_cast<void>(client->write("y"));
  world.run();
  EXPECT_EQ(NetWorld::outcome(first), "y") << "and it is still met";
}

TEST(Law, I3_WritesAreDoneInOrderWhenTheirBytesAreGone) {
  NetWorld world(LinkSettings{.send_buffer = 4, .receive_buffer = 4});
  const auto [client, server] = world.streams();
  const Future<void> small = client->write("1234");
  EXPECT_TRUE(small.done()) << "all sent at once";
  const Future<void> second = client->write("5678");
  const Future<void> third = client->write("9");
  EXPECT_FALSE(third.done());
  second.add_done_callback([&](const auto&) { world.say("second"); });
  third.add_done_callback([&](const auto&) { world.say("third"); });
  const Future<std::string> read = server->read_bytes(9);
  world.run();
  EXPECT_EQ(NetWorld::outcome(read), "123456789");
  EXPECT_THAT(world.said, ElementsAre("second", "third"));
}

TEST(Law, I3_ThereIsOneWriteCallback) {
  NetWorld world(LinkSettings{.send_buffer = 4, .receive_buffer = 4});
  const auto [client, server] = world.streams();
  client->write("123456789", [&] { world.say("first"); });
  client->write("0", [&] { world.say("second"); });
  const Future<std::string> read = server->read_bytes(10);
  world.run();
  EXPECT_THAT(world.said, ElementsAre("second"));
}

TEST(Law, I4_CloseFailsWhatWaitsInOrderThenRunsTheCloseCallback) {
  NetWorld world(LinkSettings{.send_buffer = 1, .receive_buffer = 1});
  const auto [client, server] = world.streams();
  const auto say = [&](const std::string& word) {
    return [&world, word](const auto& future) { world.say(word + " " + NetWorld::outcome(future)); };
  };
  client->set_close_callback([&] { world.say("close callback"); });
  const Future<void> first = client->write("12345");
  first.add_done_callback(say("write 1"));
  const Future<void> second = client->write("6");
  second.add_done_callback(say("write 2"));
  const Future<std::string> read = client->read_bytes(1);
  read.add_done_callback(say("read"));
  client->close();
  EXPECT_THAT(world.said, ElementsAre("read ! Stream is closed", "write 1 ! Stream is closed",
                                      "write 2 ! Stream is closed"));
  world.run();
  EXPECT_EQ(world.said.back(), "close callback");
}

TEST(Law, I4_AWriteThatFailsIsNotReportedAReadIs) {
  NetWorld world(LinkSettings{.send_buffer = 1, .receive_buffer = 1});
  {
    const auto [client, server] = world.streams();
    static_cast<void>(client->write("12345"));
    client->close();
    EXPECT_THAT(world.logged, IsEmpty());
    static_cast<void>(server->read_bytes(100));
    server->close();
  }
  EXPECT_THAT(world.logged, ElementsAre("unretrieved Stream is closed"));
}

TEST(Law, I4_AReadThatThrowsIsNotReportedEvenIfItClosesTheStream) {
  NetWorld world;
  StreamOptions options;
  options.max_buffer_size = 1000;
  {
    const auto [client, server] = world.streams({}, options);
    static_cast<void>(client->write(std::string(5000, 'x')));
    world.run();
    EXPECT_THROW(static_cast<void>(server->read_bytes(4000)), StreamBufferFullError);
    EXPECT_TRUE(server->closed());
  }
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, I4_TheErrorThatClosedItIsTold) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("unread"));
  const Future<std::string> read = client->read_bytes(1);
  server->close();  // with data that nobody received
  world.run();
  ASSERT_TRUE(read.done());
  try {
    static_cast<void>(read.result());
    FAIL();
  } catch (const StreamClosedError& error) {
    ASSERT_TRUE(error.real_error());
    EXPECT_THAT(LoopFixture::message_of(error.real_error()), HasSubstr("reset"));
  }
}

TEST(Law, I5_TheCloseCallbackComesAfterTheDataCallbacks) {
  NetWorld world;
  const auto [client, server] = world.streams();
  server->set_close_callback([&] { world.say("closed"); });
  static_cast<void>(client->write("ab"));
  client->close();
  // A chain of callbacks that each read one byte of what is buffered.
  server->read_bytes(1, [&, stream = server](const std::string& first) {
    world.say(first);
    stream->read_bytes(1, [&](const std::string& second) { world.say(second); });
  });
  world.run();
  EXPECT_THAT(world.said, ElementsAre("a", "b", "closed"));
  server->close();
  world.run();
  EXPECT_THAT(world.said, ElementsAre("a", "b", "closed")) << "once";
}

TEST(Law, I5_AnIdleStreamNoticesTheEnd) {
  NetWorld world;
  const auto [client, server] = world.streams();
  server->set_close_callback([&] { world.say("closed"); });
  client->close();
  world.run();
  EXPECT_THAT(world.said, ElementsAre("closed"));
}

TEST(Law, I6_WhatTheBufferHasIsReadAfterClose) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("abcd"));
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(1)), "a");
  server->close();
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(2)), "bc");
  EXPECT_THROW(static_cast<void>(server->write("x")), StreamClosedError);
  EXPECT_THROW(static_cast<void>(server->read_bytes(2)), StreamClosedError);
}

TEST(Law, I7_AnExceptionInACallbackClosesTheStream) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("a"));
  server->read_bytes(1, [](const std::string&) { throw Boom("boom"); });
  world.run();
  EXPECT_TRUE(server->closed());
  EXPECT_EQ(LoopFixture::message_of(server->error()), "boom");
  EXPECT_THAT(world.logged, ElementsAre("connection boom", "callback boom"));
}

TEST(Law, I8_ASearchBeyondItsLimitClosesTheStream) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("0123456789"));
  const Future<std::string> read = server->read_until("x", 5);
  EXPECT_EQ(NetWorld::outcome(read), "! Stream is closed");
  EXPECT_THAT(LoopFixture::message_of(server->error()), HasSubstr("not found within 5 bytes"));
  const auto [third, fourth] = [&] {
    auto listener = world.server.listen({"", 81});
    StreamPtr one = IOStream::make(world.client.open(AddressFamily::ipv4));
    static_cast<void>(one->connect({world.server.ips().front(), 81}));
    world.run();
    return std::pair(one, IOStream::make(listener->accept().socket));
  }();
  const Future<std::string> later = fourth->read_until_regex("x+y", 3);
  static_cast<void>(third->write("xxxx"));
  world.run();
  EXPECT_EQ(NetWorld::outcome(later), "! Stream is closed");
}

TEST(Law, I8_AFullWriteBufferRefuses) {
  NetWorld world(LinkSettings{.send_buffer = 2, .receive_buffer = 2});
  const auto [client, server] = world.streams(StreamOptions{.max_write_buffer_size = 4});
  EXPECT_TRUE(client->write("1234").done());
  static_cast<void>(client->write("567"));
  EXPECT_EQ(client->write_buffer_size(), 3U);
  EXPECT_THROW(static_cast<void>(client->write("89")), StreamBufferFullError);
  EXPECT_EQ(client->write_buffer_size(), 3U) << "nothing of it is queued";
  static_cast<void>(client->write("8"));
  const Future<std::string> read = server->read_bytes(8);
  world.run();
  EXPECT_EQ(NetWorld::outcome(read), "12345678");
}

TEST(Law, I8_AFullReadBufferClosesTheStream) {
  NetWorld world;
  const auto [client, server] = world.streams({}, StreamOptions{.max_buffer_size = 8, .read_chunk_size = 4});
  static_cast<void>(client->write("0123456789"));
  EXPECT_THROW(static_cast<void>(server->read_until("x")), StreamBufferFullError);
  EXPECT_TRUE(server->closed());
}

TEST(Law, I9_ReadUntilCloseGivesEverything) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<std::string> read = server->read_until_close();
  static_cast<void>(client->write("abc"));
  world.run();
  EXPECT_FALSE(read.done());
  static_cast<void>(client->write("def"));
  client->close();
  world.run();
  EXPECT_EQ(NetWorld::outcome(read), "abcdef");
}

TEST(Law, I9_InChunksTheResultIsEmpty) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<std::string> read =
      server->stream_until_close([&](const std::string& chunk) { world.say(chunk); });
  static_cast<void>(client->write("abc"));
  world.run();
  static_cast<void>(client->write("def"));
  client->close();
  world.run();
  EXPECT_THAT(world.said, ElementsAre("abc", "def"));
  EXPECT_EQ(NetWorld::outcome(read), "");
  const auto late = [&] {
    world.said.clear();
    const Future<std::string> again =
        server->stream_until_close([&](const std::string& chunk) { world.say("late " + chunk); });
    world.run();
    return NetWorld::outcome(again);
  };
  EXPECT_EQ(late(), "");
  EXPECT_THAT(world.said, ElementsAre("late "));
}

TEST(Law, I9_BufferedDataComesBeforeTheEnd) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("line\nrest"));
  client->close();
  EXPECT_EQ(NetWorld::outcome(server->read_until("\n")), "line\n");
  EXPECT_EQ(NetWorld::outcome(server->read_until_close()), "rest");
}

TEST(Law, I10_WritesWaitUntilConnected) {
  NetWorld world(LinkSettings{.latency = Duration(0.5)});
  auto listener = world.server.listen({"", 80});
  const StreamPtr client = IOStream::make(world.client.open(AddressFamily::ipv4));
  const Future<StreamPtr> connecting = client->connect({world.server.ips().front(), 80});
  const Future<void> written = client->write("early");
  EXPECT_FALSE(written.done());
  world.run();
  ASSERT_TRUE(connecting.done());
  EXPECT_EQ(connecting.result(), client);
  EXPECT_TRUE(written.done());
  const StreamPtr server = IOStream::make(listener->accept().socket);
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(5)), "early");
  EXPECT_EQ(seconds_of(world.loop.time()), 1.5) << "there, back, and there again";
}

TEST(Law, I10_RefusalFailsWhatWaits) {
  NetWorld world;
  const StreamPtr client = IOStream::make(world.client.open(AddressFamily::ipv4));
  client->set_close_callback([&] { world.say("closed"); });
  const Future<StreamPtr> connecting = client->connect({world.server.ips().front(), 80});
  const Future<void> written = client->write("never");
  connecting.add_done_callback(
      [&](const auto& future) { world.say("connect " + NetWorld::outcome(future)); });
  written.add_done_callback([&](const auto& future) { world.say("write " + NetWorld::outcome(future)); });
  world.run();
  EXPECT_THAT(world.said, ElementsAre("write ! Stream is closed", "connect ! Stream is closed", "closed"));
  EXPECT_THAT(LoopFixture::message_of(client->error()), HasSubstr("refused"));
}

TEST(Law, I10_AConnectCallbackRunsAHopLater) {
  NetWorld world;
  auto listener = world.server.listen({"", 80});
  const StreamPtr client = IOStream::make(world.client.open(AddressFamily::ipv4));
  client->connect({world.server.ips().front(), 80}, [&] { world.say("connected"); });
  EXPECT_THAT(world.said, IsEmpty());
  world.run();
  EXPECT_THAT(world.said, ElementsAre("connected"));
}

TEST(Law, I11_APartialReadGivesWhatIsThere) {
  NetWorld world;
  const auto [client, server] = world.streams();
  static_cast<void>(client->write("abcdef"));
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(4, true)), "abcd") << "at most as many";
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(100, true)), "ef");
  const Future<std::string> later = server->read_bytes(100, true);
  EXPECT_FALSE(later.done());
  static_cast<void>(client->write("g"));
  world.run();
  EXPECT_EQ(NetWorld::outcome(later), "g");
}

TEST(Law, I11_BytesComeInChunksToo) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const Future<std::string> read =
      server->stream_bytes(5, [&](const std::string& chunk) { world.say(chunk); });
  static_cast<void>(client->write("abc"));
  world.run();
  EXPECT_FALSE(read.done());
  static_cast<void>(client->write("defg"));
  world.run();
  EXPECT_THAT(world.said, ElementsAre("abc", "de"));
  EXPECT_EQ(NetWorld::outcome(read), "");
  EXPECT_EQ(NetWorld::outcome(server->read_bytes(2)), "fg");
}

TEST(Law, S9_CallbacksOfStreamsRunInTheContextsOfTheirCall) {
  NetWorld world;
  const auto [client, server] = world.streams();
  const ExceptionStackContext handler([&](const std::exception_ptr& error) {
    world.say("handled " + LoopFixture::message_of(error));
    return true;
  });
  run_with_stack_context(handler, [&, stream = server] {
    stream->read_bytes(1, [](const std::string&) { throw Boom("in a callback"); });
  });
  static_cast<void>(client->write("a"));
  world.run();
  EXPECT_THAT(world.said, ElementsAre("handled in a callback"));
  EXPECT_FALSE(server->closed()) << "the stream never saw it";
}

}  // namespace
}  // namespace tornado
