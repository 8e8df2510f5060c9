// Tornado's own tests of IOStream (iostream_test.py of 4.5.3), on both networks. Not here: those of TLS and
// of pipes, which there are not; those that replace a method of the stream (test_gaierror,
// test_read_until_close_with_error, test_async_read_error_logging); test_write_memoryview, which is about
// Python.
#include "runtime/net/tcp_server.hpp"
#include "tests/runtime/net/tornado_streams.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;

INSTANTIATE_TEST_SUITE_P(Network, TornadoStreams,
                         ::testing::Values(NetworkKind::simulated, NetworkKind::real),
                         ::testing::PrintToStringParamName());

// test_streaming_callback_with_data_in_buffer
TEST_P(TornadoStreams, GiveAStreamingCallbackWhatIsInTheBuffer) {
  const auto [server, client] = pair();
  static_cast<void>(client->write("abcd\r\nefgh"));
  server->read_until("\r\n", stopper());
  EXPECT_EQ(wait(), "abcd\r\n");
  server->stream_until_close([](const std::string&) { FAIL(); }, stopper());
  EXPECT_EQ(wait(), "efgh");
  server->clear_close_callback();
}

// test_write_zero_bytes
TEST_P(TornadoStreams, CallBackForAWriteOfNothing) {
  const auto [server, client] = pair();
  server->write("", [this] { stop("written"); });
  EXPECT_EQ(wait(), "written");
}

// test_connection_refused
TEST_P(TornadoStreams, DoNotCallBackForAConnectThatIsRefused) {
  const Address nobody{ip(), network().listen({ip(), 0}, 1)->address().port};
  const StreamPtr stream = IOStream::make(network().open(AddressFamily::ipv4));
  stream->set_close_callback([this] { stop("closed"); });
  stream->connect(nobody, [] { FAIL(); });
  EXPECT_EQ(wait(), "closed");
  EXPECT_THAT(LoopFixture::message_of(stream->error()), ::testing::HasSubstr("Connection refused"));
}

// test_read_callback_error
TEST_P(TornadoStreams, KeepTheErrorOfAReadCallback) {
  const auto [server, client] = pair();
  server->set_close_callback([this] { stop("closed"); });
  server->read_bytes(1, [](const std::string&) { throw Boom("in a callback"); });
  static_cast<void>(client->write("1"));
  EXPECT_EQ(wait(), "closed");
  EXPECT_EQ(LoopFixture::message_of(server->error()), "in a callback");
  EXPECT_THAT(logged_, Contains("in a callback"));
}

// test_streaming_callback
TEST_P(TornadoStreams, StreamAsManyBytesAsWereAskedFor) {
  const auto [server, client] = pair();
  History chunks;
  server->stream_bytes(6, stopper(), [&](const std::string& chunk) {
    chunks.push_back(chunk);
    if (chunks.size() == 1) stop();
  });
  static_cast<void>(client->write("1234"));
  wait();
  static_cast<void>(client->write("5678"));
  EXPECT_EQ(wait(), "");
  EXPECT_THAT(chunks, ElementsAre("1234", "56"));
  server->read_bytes(2, stopper());
  EXPECT_EQ(wait(), "78");
}

// test_streaming_until_close
TEST_P(TornadoStreams, StreamUntilTheEnd) {
  const auto [server, client] = pair();
  History chunks;
  client->stream_until_close([this](const std::string& rest) { stop("end" + rest); },
                             [&](const std::string& chunk) {
                               chunks.push_back(chunk);
                               stop("chunk");
                             });
  static_cast<void>(server->write("1234"));
  EXPECT_EQ(wait(), "chunk");
  static_cast<void>(server->write("5678"));
  EXPECT_EQ(wait(), "chunk");
  server->close();
  EXPECT_EQ(wait(), "end");
  EXPECT_THAT(chunks, ElementsAre("1234", "5678"));
}

Future<void> write_twice(StreamPtr server) {
  const Future<void> first = server->write("1234");
  co_yield first;
  co_yield sleep(10ms);
  const Future<void> second = server->write("5678");
  co_yield second;
  server->close();
}

Future<void> stream_all(StreamPtr client, History* chunks) {
  const Future<std::string> reading =
      client->stream_until_close([chunks](const std::string& chunk) { chunks->push_back(chunk); });
  co_yield reading;
}

// test_streaming_until_close_future
TEST_P(TornadoStreams, StreamUntilTheEndForAFuture) {
  const auto [server, client] = pair();
  History chunks;
  const auto both = [&, server_stream = server, client_stream = client] {
    return multi(std::vector<Future<void>>{stream_all(client_stream, &chunks), write_twice(server_stream)});
  };
  loop().run_sync(both);
  EXPECT_THAT(chunks, ElementsAre("1234", "5678"));
}

// test_delayed_close_callback
TEST_P(TornadoStreams, RunTheCloseCallbackAfterABufferedRead) {
  const auto [server, client] = pair();
  History chunks;
  client->set_close_callback([this] { stop("closed"); });
  static_cast<void>(server->write("12"));
  client->read_bytes(1, [&, server_stream = server, client_stream = client](const std::string& first) {
    chunks.push_back(first);
    client_stream->read_bytes(1, [&](const std::string& second) { chunks.push_back(second); });
    server_stream->close();
  });
  EXPECT_EQ(wait(), "closed");
  EXPECT_THAT(chunks, ElementsAre("1", "2"));
}

Future<std::string> read_around_a_close(StreamPtr server, StreamPtr client) {
  static_cast<void>(server->write("12"));
  const Future<std::string> first = client->read_bytes(1);
  std::string chunks = co_yield first;
  server->close();
  const Future<std::string> second = client->read_bytes(1);
  chunks += co_yield second;
  co_return chunks;
}

// test_future_delayed_close_callback
TEST_P(TornadoStreams, ReadWhatIsBufferedAfterTheEnd) {
  const auto [server, client] = pair();
  const auto read = [server_stream = server, client_stream = client] {
    return read_around_a_close(server_stream, client_stream);
  };
  EXPECT_EQ(loop().run_sync(read), "12");
}

// test_close_buffered_data
TEST_P(TornadoStreams, ReadWhatTheSocketHasBeforeTheyNoticeTheEnd) {
  StreamOptions options;
  options.read_chunk_size = 256;
  const auto [server, client] = pair(options);
  static_cast<void>(server->write(std::string(512, 'A')));
  client->read_bytes(256, stopper());
  EXPECT_EQ(wait(), std::string(256, 'A'));
  server->close();
  pause(10ms);
  client->read_bytes(256, stopper());
  EXPECT_EQ(wait(), std::string(256, 'A'));
}

// test_read_until_close_after_close
TEST_P(TornadoStreams, ReadUntilTheEndAfterTheEnd) {
  const auto [server, client] = pair();
  static_cast<void>(server->write("1234"));
  server->close();
  client->read_bytes(1, stopper());
  EXPECT_EQ(wait(), "1");
  client->read_until_close(stopper());
  EXPECT_EQ(wait(), "234");
}

// test_streaming_read_until_close_after_close
TEST_P(TornadoStreams, StreamUntilTheEndAfterTheEnd) {
  const auto [server, client] = pair();
  static_cast<void>(server->write("1234"));
  server->close();
  client->read_bytes(1, stopper());
  EXPECT_EQ(wait(), "1");
  std::string streamed;
  client->stream_until_close(stopper(), [&](const std::string& chunk) { streamed += chunk; });
  EXPECT_EQ(wait(), "");
  EXPECT_EQ(streamed, "234");
}

// test_large_read_until
TEST_P(TornadoStreams, SearchFourMegabytesInLinearTime) {
  const auto [server, client] = pair();
  for (int kilobyte = 0; kilobyte < 4096; ++kilobyte)
    static_cast<void>(client->write(std::string(1024, 'A')));
  static_cast<void>(client->write("\r\n"));
  server->read_until("\r\n", stopper());
  EXPECT_EQ(wait().size(), 4096U * 1024 + 2);
}

// test_close_callback_with_pending_read
TEST_P(TornadoStreams, RunTheCloseCallbackWhileAReadIsPending) {
  const auto [server, client] = pair();
  client->set_close_callback([this] { stop("closed"); });
  static_cast<void>(server->write("OK\r\n"));
  client->read_until("\r\n", stopper());
  EXPECT_EQ(wait(), "OK\r\n");
  server->close();
  client->read_until("\r\n", [](const std::string&) { FAIL(); });
  EXPECT_EQ(wait(), "closed");
}

// test_inline_read_error
TEST_P(TornadoStreams, ThrowTheErrorOfAReadInTheCall) {
  const auto [server, client] = pair();
  server->socket().close();
  EXPECT_THROW(server->read_bytes(1, [](const std::string&) {}), std::system_error);
}

// test_future_close_callback
TEST_P(TornadoStreams, RunTheCloseCallbackAfterAFutureWasSet) {
  const auto [server, client] = pair();
  server->set_close_callback([this] { stop("closed"); });
  static_cast<void>(client->write("a"));
  loop().add_future(server->read_bytes(1), [this](const auto& read) { stop(read.result()); });
  EXPECT_EQ(wait(), "a");
  client->close();
  EXPECT_EQ(wait(), "closed");
}

// test_read_bytes_partial
TEST_P(TornadoStreams, ReadAPartOfWhatIsAskedFor) {
  const auto [server, client] = pair();
  client->read_bytes(50, stopper(), true);
  static_cast<void>(server->write("hello"));
  EXPECT_EQ(wait(), "hello");
  client->read_bytes(3, stopper(), true);
  static_cast<void>(server->write("world"));
  EXPECT_EQ(wait(), "wor");
  client->read_bytes(0, stopper(), true);
  EXPECT_EQ(wait(), "");
}

// test_read_until_max_bytes and test_read_until_regex_max_bytes
TEST_P(TornadoStreams, EndASearchAtItsLimit) {
  for (const bool regex : {false, true}) {
    const auto [server, client] = pair();
    client->set_close_callback([this] { stop("closed"); });
    const auto search = [&, client_stream = client](std::size_t most) {
      regex ? client_stream->read_until_regex("def", stopper(), most)
            : client_stream->read_until("def", stopper(), most);
    };
    search(50);
    static_cast<void>(server->write("abcdef"));
    EXPECT_EQ(wait(), "abcdef");
    search(6);
    static_cast<void>(server->write("abcdef"));
    EXPECT_EQ(wait(), "abcdef");
    search(5);
    static_cast<void>(server->write("123456"));
    EXPECT_EQ(wait(), "closed");
  }
}

// test_read_until_max_bytes_inline, ..._ignores_extra, and the same of read_until_regex
TEST_P(TornadoStreams, EndASearchAtItsLimitOfWhatIsThere) {
  for (const bool regex : {false, true}) {
    for (const char* bytes : {"123456", "abcdef"}) {
      const auto [server, client] = pair();
      client->set_close_callback([this] { stop("closed"); });
      static_cast<void>(server->write(bytes));
      pause(1ms);
      regex ? client->read_until_regex("def", stopper(), 5) : client->read_until("def", stopper(), 5);
      EXPECT_EQ(wait(), "closed") << bytes;
    }
  }
}

// test_small_reads_from_large_buffer and test_small_read_untils_from_large_buffer
TEST_P(TornadoStreams, DoNotFillTheirBuffersEagerly) {
  StreamOptions options;
  options.max_buffer_size = std::size_t{10} * 1024;
  for (const bool until : {false, true}) {
    const auto [server, client] = pair(options);
    const std::string line = std::string(1023, 'a') + "\n";
    std::string all;
    for (int time = 0; time < 100; ++time) all += line;
    static_cast<void>(server->write(all));
    for (int time = 0; time < 100; ++time) {
      until ? client->read_until("\n", stopper(), 4096) : client->read_bytes(1024, stopper());
      ASSERT_EQ(wait(), line);
    }
  }
}

// test_flow_control
TEST_P(TornadoStreams, HoldBackAWriterWhoseReaderPauses) {
  constexpr std::size_t megabyte = std::size_t{1} << 20U;
  StreamOptions options;
  options.max_buffer_size = 5 * megabyte;
  const auto [server, client] = pair(options);
  static_cast<void>(client->write(std::string(10 * megabyte, 'a')));
  for (int time = 0; time < 10; ++time) {
    server->read_bytes(megabyte, stopper());
    EXPECT_EQ(wait().size(), megabyte);
    if (time == 0) pause(100ms);
  }
}

Future<void> produce(StreamPtr server, std::size_t size, std::size_t times) {
  for (; times > 0; --times) {
    const Future<void> writing = server->write(std::string(size, 'x'));
    co_yield writing;
  }
}

Future<void> consume(StreamPtr client, std::size_t size, std::size_t bytes) {
  for (std::size_t got = 0; got < bytes; got += size) {
    const Future<std::string> reading = client->read_bytes(size);
    co_yield reading;
  }
}

// test_future_write, with a tenth of its bytes
TEST_P(TornadoStreams, SetTheFutureOfEveryWrite) {
  constexpr std::size_t size = 10'000;
  constexpr std::size_t times = 100;
  constexpr std::size_t producers = 10;
  const auto [server, client] = pair();
  std::vector<Future<void>> all;
  for (std::size_t at = 0; at < producers; ++at) all.push_back(produce(server, size, times));
  all.push_back(consume(client, size, size * times * producers));
  loop().run_sync([&] { return multi(all); }, Duration(20));
}

// ---- the tests of TestIOStreamWebMixin: the other side answers as a web server would

constexpr const char* hello = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nHello";

Future<void> answer_once(StreamPtr stream, const Address&) {
  const Future<std::string> reading = stream->read_until("\r\n\r\n");
  co_yield settled(reading);
  if (reading.exception()) co_return;
  const Future<void> writing = stream->write(hello);
  co_yield settled(writing);
  stream->close();
}

Future<std::string> ask(StreamPtr stream, Address server) {
  const Future<StreamPtr> connecting = stream->connect(server);
  co_yield connecting;
  const Future<void> writing = stream->write("GET / HTTP/1.0\r\n\r\n");
  co_yield writing;
  const Future<std::string> head = stream->read_until("\r\n\r\n");
  std::string all = co_yield head;
  const Future<std::string> body = stream->read_bytes(5);
  all += co_yield body;
  const Future<std::string> nothing = stream->read_bytes(0);
  all += co_yield nothing;
  const Future<std::string> rest = stream->read_until_close();
  all += co_yield rest;
  co_return all;
}

// test_future_interface, test_read_zero_bytes, test_future_read_until_close, test_connection_closed
TEST_P(TornadoStreams, FetchAPageByHand) {
  TCPServer server(answer_once, network());
  const std::uint16_t port = server.listen(0, ip());
  const StreamPtr stream = IOStream::make(network().open(AddressFamily::ipv4));
  const auto asking = [&] { return ask(stream, {ip(), port}); };
  EXPECT_EQ(loop().run_sync(asking), hello);
  EXPECT_TRUE(stream->closed());
  EXPECT_EQ(stream->error(), nullptr);
}

// test_write_while_connecting, test_read_until_close
TEST_P(TornadoStreams, WriteWhileTheyConnect) {
  TCPServer server(answer_once, network());
  const StreamPtr stream = IOStream::make(network().open(AddressFamily::ipv4));
  History order;
  stream->connect({ip(), server.listen(0, ip())}, [&] { order.push_back("connected"); });
  stream->write("GET / HTTP/1.0\r\n\r\n", [&] { order.push_back("written"); });
  stream->read_until_close(stopper());
  EXPECT_EQ(wait(), hello);
  EXPECT_THAT(order, ::testing::UnorderedElementsAre("connected", "written"));
}

// test_future_close_while_reading
TEST_P(TornadoStreams, FailAReadBeyondTheEnd) {
  TCPServer server(answer_once, network());
  const StreamPtr stream = IOStream::make(network().open(AddressFamily::ipv4));
  stream->connect({ip(), server.listen(0, ip())}, [this] { stop(); });
  wait();
  static_cast<void>(stream->write("GET / HTTP/1.0\r\n\r\n"));
  const auto read = [stream] { return stream->read_bytes(1'000'000); };
  EXPECT_THROW(loop().run_sync(read), StreamClosedError);
}

}  // namespace
}  // namespace tornado
