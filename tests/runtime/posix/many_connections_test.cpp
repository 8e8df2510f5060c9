// Ten thousand connections over loopback, all open at once: a server in this process, its clients in another.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vector>

#include "runtime/net/io_stream.hpp"
#include "runtime/net/tcp_server.hpp"
#include "runtime/posix/posix_network.hpp"
#include "tests/runtime/posix/real_loop.hpp"

namespace tornado {
namespace {

constexpr std::size_t wanted = 10'000;
constexpr std::size_t used_otherwise = 100;  // descriptors
constexpr std::size_t connectors = 50;       // clients that connect at once

// Raises the limit of descriptors as far as it may be; returns how many connections fit.
std::size_t allowed_connections() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + used_otherwise);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return std::min<std::size_t>(wanted, limit.rlim_cur - std::min<rlim_t>(limit.rlim_cur, used_otherwise));
}

Future<void> echo_words(StreamPtr stream, const Address&) {
  for (;;) {
    const Future<std::string> reading = stream->read_bytes(8);
    co_yield settled(reading);
    if (reading.exception()) co_return;
    const Future<void> writing = stream->write(reading.result());
    co_yield settled(writing);
  }
}

Future<void> connect_some(PosixNetwork* network, Address server, std::size_t count,
                          std::vector<StreamPtr>* streams) {
  for (; count > 0; --count) {
    const StreamPtr stream = IOStream::make(network->open(AddressFamily::ipv4));
    const Future<StreamPtr> connecting = stream->connect(server);
    co_yield connecting;
    streams->push_back(stream);
  }
}

Future<void> ask(StreamPtr stream) {
  const Future<void> writing = stream->write("12345678");
  co_yield writing;
  const Future<std::string> reading = stream->read_bytes(8);
  const std::string answer = co_yield reading;
  if (answer != "12345678") throw std::runtime_error("another answer");
}

// The clients: all connect, then all ask. Returns how many were answered.
Future<std::size_t> use_all(PosixNetwork* network, Address server, std::size_t count) {
  std::vector<StreamPtr> streams;
  std::vector<Future<void>> connecting;
  for (std::size_t at = 0; at < connectors; ++at) {
    const std::size_t share = count / connectors + (at < count % connectors ? 1 : 0);
    connecting.push_back(connect_some(network, server, share, &streams));
  }
  co_yield connecting;
  std::vector<Future<void>> asking;
  for (const StreamPtr& stream : streams) asking.push_back(ask(stream));
  co_yield asking;
  co_return asking.size();
}

// Does not return.
void run_clients(std::uint16_t port, std::size_t count) {
  std::size_t answered = 0;
  try {
    EpollLoop loop(EpollLoop::Clock::steady, IOLoop::MakeCurrent::no);
    loop.make_current();
    PosixNetwork network(loop);
    answered = loop.run_sync([&] { return use_all(&network, {"127.0.0.1", port}, count); }, Duration(60));
  } catch (const std::exception& error) {
    std::cerr << "the clients: " << error.what() << '\n';
  }
  std::_Exit(answered == count ? 0 : 1);
}

TEST(PosixNetwork, ServesTenThousandConnectionsAtOnce) {
  const std::size_t count = allowed_connections();
  if (count < wanted) std::cout << "only " << count << " connections: the limit of descriptors is lower\n";
  RealLoop real;
  PosixNetwork network(real.loop);
  std::size_t most = 0;
  std::size_t open = 0;
  TCPServer server([&](StreamPtr stream, const Address& address) {
    most = std::max(most, ++open);
    stream->set_close_callback([&] {
      if (--open == 0) real.loop.stop();
    });
    return echo_words(std::move(stream), address);
  });
  const std::uint16_t port = server.listen(0, "127.0.0.1", 4096);
  const pid_t clients = ::fork();
  ASSERT_GE(clients, 0);
  if (clients == 0) run_clients(port, count);
  const Timeout limit = real.loop.call_later(Duration(60), [&] { real.loop.stop(); });
  real.loop.start();
  real.loop.remove_timeout(limit);
  int status = -1;
  ASSERT_EQ(::waitpid(clients, &status, 0), clients);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(most, count);
  EXPECT_EQ(open, 0U);
  EXPECT_THAT(real.logged, ::testing::IsEmpty());
}

}  // namespace
}  // namespace tornado
