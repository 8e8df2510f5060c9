// Streams, servers and clients on the sockets of the operating system, over loopback.
#include "runtime/posix/posix_network.hpp"

#include <memory>
#include <sys/resource.h>
#include <system_error>

#include "runtime/net/connector.hpp"
#include "runtime/net/io_stream.hpp"
#include "runtime/net/tcp_client.hpp"
#include "runtime/net/tcp_server.hpp"
#include "runtime/posix/posix_socket.hpp"
#include "tests/runtime/posix/real_loop.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Future<void> echo_lines(StreamPtr stream, const Address&) {
  for (;;) {
    const Future<std::string> reading = stream->read_until("\n");
    co_yield settled(reading);
    if (reading.exception()) co_return;
    const Future<void> writing = stream->write(reading.result());
    co_yield settled(writing);
    if (writing.exception()) co_return;
  }
}

class RealNet : public RealLoop {
 public:
  /// The message of what the Future fails with, or nothing.
  template <class T>
  std::string failure_of(const Future<T>& future) {
    loop.add_future(future, [this](const Future<T>&) { loop.stop(); });
    run();
    return future.done() && future.exception() ? LoopFixture::message_of(future.exception()) : std::string();
  }
  template <class T>
  T value_of(const Future<T>& future) {
    EXPECT_EQ(failure_of(future), "");
    return future.take();
  }

  /// Two connected streams; what `first` writes, `second` reads.
  std::pair<StreamPtr, StreamPtr> streams(StreamOptions options = {}) {
    const auto listener = network.listen({"127.0.0.1", 0});
    const StreamPtr first = IOStream::make(network.open(AddressFamily::ipv4), options);
    value_of(first->connect(listener->address()));
    return {first, IOStream::make(listener->accept().socket, options)};
  }

  PosixNetwork network{loop};
};

std::string words_of_failing(const std::function<void()>& fails) {
  try {
    fails();
  } catch (const std::system_error& error) {
    return error.what();
  }
  return {};
}

// UBSan looks through a pipe at an object whose type it has not met yet, and cannot where no descriptor is
// left.
void meet_types() {
  RealNet real;
  const TCPServer server(echo_lines);
  const auto [first, second] = real.streams();
  const Future<void> sent = first->write("x");
  EXPECT_EQ(real.value_of(second->read_bytes(1)), "x");
  const auto fail = [&] { static_cast<void>(real.network.listen({"192.0.2.1", 80})); };
  EXPECT_NE(words_of_failing(fail), "");
  const Pair pair;
  pair.send();
  real.loop.add_handler(
      pair.near.get(),
      [&](int fd, IOEvents) {
        real.loop.remove_handler(fd);
        fail();
      },
      IOLoop::READ);
  real.loop.call_later(1ms, [&] { real.loop.stop(); });
  real.run();
  EXPECT_EQ(real.logged.size(), 1U);
}

// The limit of descriptors while it lives.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit low{most, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &low);
  }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(PosixNetwork, AServerEchoesWhatAClientSends) {
  for (const char* ip : {"127.0.0.1", "::1", ""}) {
    RealNet real;
    TCPServer server(echo_lines);
    std::uint16_t port = 0;
    try {
      port = server.listen(0, ip);
    } catch (const std::system_error& error) {
      // A machine without IPv6.
      EXPECT_STREQ(ip, "::1") << error.what();
      continue;
    }
    const TCPClient client;
    const StreamPtr stream = real.value_of(client.connect(*ip == '\0' ? "localhost" : ip, port));
    static_cast<void>(stream->write("hello\n"));
    EXPECT_EQ(real.value_of(stream->read_until("\n")), "hello\n");
    EXPECT_EQ(stream->socket().peer_address().port, port);
    EXPECT_NE(stream->socket().local_address().port, 0);
    EXPECT_THAT(real.logged, IsEmpty());
  }
}

TEST(PosixNetwork, TellsAServerWhereItsClientIs) {
  RealNet real;
  Address seen;
  TCPServer server([&](const StreamPtr&, const Address& address) {
    seen = address;
    real.loop.stop();
  });
  const std::uint16_t port = server.listen(0);  // all addresses of both families
  const StreamPtr stream = IOStream::make(real.network.open(AddressFamily::ipv4));
  const auto connecting = stream->connect({"127.0.0.1", port});
  real.run();
  EXPECT_EQ(seen, stream->socket().local_address());
  EXPECT_EQ(seen.ip, "127.0.0.1");
}

TEST(PosixNetwork, MegabytesArriveInOrder) {
  RealNet real;
  const auto [first, second] = real.streams();
  std::string part;
  for (std::size_t at = 0; at < 100'003; ++at) part += static_cast<char>('a' + at * at % 23);
  std::string sent;
  for (int time = 0; time < 100; ++time) sent += part;
  const Future<void> writing = first->write(sent);
  EXPECT_FALSE(writing.done()) << "more than the kernel buffers";
  const std::string received = real.value_of(second->read_bytes(sent.size()));
  EXPECT_TRUE(received == sent);
  EXPECT_TRUE(writing.done());
  // Bytes at which both sides stop somewhere.
  static_cast<void>(second->write("one\ntwo\n"));
  EXPECT_EQ(real.value_of(first->read_until("\n")), "one\n");
  EXPECT_EQ(real.value_of(first->read_bytes(100, true)), "two\n");
}

TEST(PosixNetwork, AStreamWithSmallBuffersReceivesInSmallPieces) {
  RealNet real;
  StreamOptions options;
  options.max_buffer_size = 64;
  options.read_chunk_size = 16;
  const auto [first, second] = real.streams(options);
  static_cast<void>(first->write(std::string(48, 'x') + "\n"));
  EXPECT_EQ(real.value_of(second->read_until("\n")).size(), 49U);
  const Future<std::string> reading = second->read_until("\n");
  static_cast<void>(first->write(std::string(100, 'x')));
  EXPECT_EQ(real.failure_of(reading), "Stream is closed");
}

TEST(PosixNetwork, TheEndOfAPeerEndsAReadAfterItsData) {
  RealNet real;
  const auto [first, second] = real.streams();
  bool closed = false;
  second->set_close_callback([&] { closed = true; });
  static_cast<void>(first->write("the last words"));
  first->close();
  EXPECT_EQ(real.value_of(second->read_until_close()), "the last words");
  real.loop.add_callback([&] { real.loop.stop(); });
  real.run();
  EXPECT_TRUE(closed);
  EXPECT_EQ(second->error(), nullptr);
}

// A process whose peer is gone would be killed by SIGPIPE.
TEST(PosixNetwork, ASendToAPeerThatIsGoneFailsAndKillsNobody) {
  RealNet real;
  const auto listener = real.network.listen({"127.0.0.1", 0});
  PosixSocket socket(AddressFamily::ipv4);
  static_cast<void>(socket.connect(listener->address()));
  listener->accept().socket->close();
  // The first send is answered with a reset, the second one says so, the others fail.
  std::errc last{};
  for (int time = 0; time < 3; ++time) last = socket.send("x").error;
  EXPECT_EQ(last, std::errc::broken_pipe);
}

TEST(PosixNetwork, AWriterLearnsThatItsPeerIsGone) {
  RealNet real;
  const auto [first, second] = real.streams();
  second->close();
  const auto writes = [](StreamPtr stream) -> Future<void> {
    for (;;) {
      const Future<void> writing = stream->write(std::string(100'000, 'x'));
      co_yield writing;
      co_yield sleep(1ms);
    }
  };
  EXPECT_EQ(real.failure_of(writes(first)), "Stream is closed");
  EXPECT_THAT(real.logged, IsEmpty());
}

TEST(PosixNetwork, ARefusalSaysWhere) {
  RealNet real;
  const std::uint16_t port = real.network.listen({"127.0.0.1", 0})->address().port;  // and closed again
  const TCPClient client;
  const Future<StreamPtr> connecting = client.connect("127.0.0.1", port);
  EXPECT_EQ(real.failure_of(connecting), "Stream is closed");
  try {
    static_cast<void>(connecting.result());
  } catch (const StreamClosedError& error) {
    EXPECT_EQ(LoopFixture::message_of(error.real_error()),
              "connect 127.0.0.1:" + std::to_string(port) + ": Connection refused");
  }
}

TEST(PosixNetwork, TheFirstAddressThatAnswersWins) {
  RealNet real;
  TCPServer server(echo_lines);
  const std::uint16_t port = server.listen(0, "127.0.0.1");
  // Nobody listens at ::1.
  std::vector<Address> addresses{{"::1", port}, {"127.0.0.1", port}};
  const auto connector = std::make_shared<Connector>(real.loop, addresses, [&](const Address& address) {
    return IOStream::make(real.network.open(family_of(address.ip)))->connect(address);
  });
  EXPECT_EQ(real.value_of(connector->start())->socket().peer_address().ip, "127.0.0.1");
}

TEST(PosixNetwork, APortInUseIsSaidInASentence) {
  RealNet real;
  auto first = real.network.listen({"127.0.0.1", 0});
  const Address taken = first->address();
  EXPECT_EQ(words_of_failing([&] { static_cast<void>(real.network.listen(taken)); }),
            "listen at " + to_string(taken) + ": Address already in use");
  EXPECT_THAT(words_of_failing([&] { static_cast<void>(real.network.listen({"192.0.2.1", 80})); }),
              "listen at 192.0.2.1:80: Cannot assign requested address");
  EXPECT_THROW(static_cast<void>(real.network.listen({"nowhere", 80})), std::invalid_argument);
  first.reset();
  EXPECT_EQ(real.network.listen(taken)->address(), taken);
}

TEST(PosixNetwork, ALimitOfDescriptorsIsSaidInASentence) {
  meet_types();
  RealNet real;
  const DescriptorLimit limit(40);
  std::vector<std::unique_ptr<Socket>> sockets;
  const std::string words = words_of_failing([&] {
    for (;;) sockets.push_back(real.network.open(AddressFamily::ipv4));
  });
  const std::string words_of_loop = words_of_failing([] { const EpollLoop another; });
  sockets.clear();
  EXPECT_EQ(
      words,
      "a socket: this process has its 40 descriptors open (`ulimit -n` sets the limit): Too many open files");
  EXPECT_THAT(words_of_loop, HasSubstr("40 descriptors"));
}

TEST(PosixNetwork, AServerAtItsLimitOfDescriptorsSaysSoAndGoesOnAfterwards) {
  meet_types();
  RealNet real;
  int served = 0;
  std::vector<StreamPtr> streams;
  TCPServer server([&](StreamPtr stream, const Address&) {
    ++served;
    streams.push_back(std::move(stream));
    real.loop.stop();
  });
  const std::uint16_t port = server.listen(0, "127.0.0.1");
  const StreamPtr client = IOStream::make(real.network.open(AddressFamily::ipv4));
  {
    std::vector<std::unique_ptr<Socket>> sockets;
    const DescriptorLimit limit(40);
    static_cast<void>(words_of_failing([&] {
      for (;;) sockets.push_back(real.network.open(AddressFamily::ipv4));
    }));
    const auto connecting = client->connect({"127.0.0.1", port});
    real.loop.call_later(5ms, [&] { real.loop.stop(); });
    real.run();
  }
  // Asserted where there are descriptors again, see meet_types().
  EXPECT_EQ(served, 0);
  ASSERT_THAT(real.logged, Not(IsEmpty()));
  EXPECT_EQ(real.logged.front(), "accept: Too many open files");
  real.run();
  EXPECT_EQ(served, 1);
}

TEST(PosixNetwork, LooksUpNames) {
  RealNet real;
  for (const auto lookup : {PosixNetwork::Lookup::on_threads, PosixNetwork::Lookup::blocking}) {
    PosixNetwork network(real.loop, lookup);
    const auto found = real.value_of(network.resolve("localhost", 80, AddressFamily::ipv4));
    EXPECT_THAT(found, ElementsAre(Address{"127.0.0.1", 80}));
    const Future<std::vector<Address>> at_once = network.resolve("::1", 81);
    ASSERT_TRUE(at_once.done());
    EXPECT_THAT(at_once.result(), ElementsAre(Address{"::1", 81}));
    EXPECT_THAT(real.failure_of(network.resolve("nobody.invalid", 80)),
                HasSubstr("no address for 'nobody.invalid'"));
  }
}

TEST(PosixNetwork, AListenerHasNothingToAcceptUntilSomebodyConnects) {
  RealNet real;
  const auto listener = real.network.listen({"127.0.0.1", 0});
  EXPECT_EQ(listener->accept().error, std::errc::operation_would_block);
  PosixSocket socket(AddressFamily::ipv4);
  EXPECT_EQ(socket.send("x").error, std::errc::broken_pipe);
  EXPECT_EQ(socket.connect({"::1", 80}), std::errc::address_family_not_supported);
  static_cast<void>(socket.connect(listener->address()));
  char byte = 0;
  EXPECT_TRUE(socket.receive(&byte, 1).would_block());
  socket.close();
  EXPECT_EQ(socket.fd(), -1);
  EXPECT_EQ(socket.receive(&byte, 1).error, std::errc::bad_file_descriptor);
}

}  // namespace
}  // namespace tornado
