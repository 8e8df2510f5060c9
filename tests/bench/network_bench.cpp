// The simulated network without faults: payload through a pair of streams, many connections at once, and the
// memory of a connection.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/quiet_source.hpp"
#include "runtime/tornado.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

using tornado::Future;
using tornado::StreamPtr;

// A loop, a network of two hosts, and pairs of connected streams.
struct NetBench {
  explicit NetBench(std::size_t connections) {
    loop.set_phase_limit(4'000'000'000);
    tornado::SimHost& client_host = network.add_host("client");
    tornado::SimHost& server_host = network.add_host("server");
    auto listener = server_host.listen({"", 80}, connections + 1);
    for (std::size_t at = 0; at < connections; ++at) {
      clients.push_back(tornado::IOStream::make(client_host.open(tornado::AddressFamily::ipv4)));
      static_cast<void>(clients.back()->connect({server_host.ips().front(), 80}));
    }
    loop.start();
    for (std::size_t at = 0; at < connections; ++at)
      servers.push_back(tornado::IOStream::make(listener->accept().socket));
  }

  core::QuietSource choices;
  tornado::SimLoop loop{choices};
  tornado::SimNetwork network{loop};
  std::vector<StreamPtr> clients;
  std::vector<StreamPtr> servers;
};

Future<void> send(StreamPtr stream, const std::string& piece, std::size_t pieces) {
  for (; pieces > 0; --pieces) {
    const Future<void> writing = stream->write(piece);
    co_yield writing;
  }
}

Future<void> receive(StreamPtr stream, std::size_t bytes, std::size_t& received) {
  for (received = 0; received < bytes;) {
    const Future<std::string> reading = stream->read_bytes(bytes - received, true);
    co_yield tornado::settled(reading);
    received += reading.result().size();
  }
}

void payload(benchmark::State& state) {
  constexpr std::size_t piece_size = 65536;
  constexpr std::size_t pieces = 4096;
  NetBench net(1);
  const std::string piece(piece_size, 'x');
  Best best;
  for (auto _ : state) {
    std::size_t received = 0;
    best.measure(static_cast<double>(piece_size * pieces), [&] {
      static_cast<void>(receive(net.servers[0], piece_size * pieces, received));
      static_cast<void>(send(net.clients[0], piece, pieces));
      net.loop.start();
    });
    if (received != piece_size * pieces) state.SkipWithError("bytes are missing");
  }
  state.counters["GB_per_s"] = 1 / best.nanoseconds();
}
BENCHMARK(payload)->Unit(benchmark::kMillisecond);

Future<void> echo(StreamPtr stream) {
  for (;;) {
    const Future<std::string> reading = stream->read_bytes(8);
    co_yield tornado::settled(reading);
    if (reading.exception()) co_return;
    static_cast<void>(stream->write(reading.result()));
  }
}

Future<void> ask(StreamPtr stream, std::size_t times) {
  for (; times > 0; --times) {
    static_cast<void>(stream->write("12345678"));
    const Future<std::string> reading = stream->read_bytes(8);
    co_yield tornado::settled(reading);
  }
}

/// Every connection always has a request under way. Each request needs two messages, two handlers and two
/// hops.
void round_trips(benchmark::State& state) {
  const auto connections = static_cast<std::size_t>(state.range(0));
  const std::size_t each = std::max<std::size_t>(1, 200'000 / connections);
  NetBench net(connections);
  for (const StreamPtr& server : net.servers) static_cast<void>(echo(server));
  Best best;
  for (auto _ : state) {
    best.measure(static_cast<double>(each * connections), [&] {
      for (const StreamPtr& client : net.clients) static_cast<void>(ask(client, each));
      net.loop.start();
    });
  }
  state.counters["ns_per_round_trip"] = best.nanoseconds();
}
BENCHMARK(round_trips)
    ->ArgName("connections")
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond);

/// The heap memory of a connection, both ends, while each end waits for data.
void idle_connection(benchmark::State& state) {
  constexpr std::size_t connections = 10'000;
  double bytes = 0;
  for (auto _ : state) {
    const std::size_t before = mallinfo2().uordblks;
    NetBench net(connections);
    std::vector<Future<std::string>> reads;
    for (const StreamPtr& server : net.servers) reads.push_back(server->read_bytes(1));
    net.loop.start();
    bytes = static_cast<double>(mallinfo2().uordblks - before) / connections;
  }
  state.counters["bytes_per_connection"] = bytes;
}
BENCHMARK(idle_connection)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace windtunnel::bench
