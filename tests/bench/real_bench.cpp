// The real loop: its hop compared with SimLoop's, and an echo over loopback compared with Asio's, where that
// is installed.
#include <benchmark/benchmark.h>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#if __has_include(<asio.hpp>)
#include <asio.hpp>
#endif

#include "harness/core/quiet_source.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "runtime/tornado.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

using tornado::Future;
using tornado::StreamPtr;

constexpr std::size_t hops_a_turn = 20'000;

/// The last of them stops the loop.
Future<void> hop_and_stop(std::size_t hops, tornado::IOLoop* loop, std::size_t* left) {
  for (; hops > 0; --hops) co_yield tornado::moment;
  if (--*left == 0) loop->stop();
}

void hop_on(tornado::IOLoop& loop, std::size_t tasks, Best& best) {
  loop.make_current();
  std::size_t left = tasks;
  for (std::size_t at = 0; at < tasks; ++at)
    static_cast<void>(hop_and_stop(hops_a_turn / tasks, &loop, &left));
  best.measure(static_cast<double>(hops_a_turn), [&] { loop.start(); });
}

/// With `handlers`, the loop has descriptors to ask the kernel about in each iteration; without, it has none.
void real_hop(benchmark::State& state) {
  const auto tasks = static_cast<std::size_t>(state.range(0));
  tornado::EpollLoop real;
  const tornado::Waker quiet_descriptor;
  if (state.range(1) != 0)
    real.add_handler(quiet_descriptor.fd(), [](int, tornado::IOEvents) {}, tornado::IOLoop::READ);
  core::QuietSource choices;
  tornado::SimLoop simulated(choices);
  simulated.set_phase_limit(~0U);
  Best ours;
  Best simulations;
  for (auto _ : state) {
    hop_on(real, tasks, ours);
    hop_on(simulated, tasks, simulations);
  }
  state.counters["real_ns"] = ours.nanoseconds();
  state.counters["sim_ns"] = simulations.nanoseconds();
  state.counters["times_sim"] = ours.nanoseconds() / simulations.nanoseconds();
}
BENCHMARK(real_hop)->ArgNames({"coroutines", "handlers"})->ArgsProduct({{1, 100, 1000}, {0, 1}});

constexpr std::size_t message_size = 64;

Future<void> echo(StreamPtr stream) {
  for (;;) {
    const Future<std::string> reading = stream->read_bytes(message_size);
    co_yield tornado::settled(reading);
    if (reading.exception()) co_return;
    static_cast<void>(stream->write(reading.result()));
  }
}

Future<void> ask(StreamPtr stream, std::size_t times, std::size_t* left) {
  const std::string message(message_size, 'x');
  for (; times > 0; --times) {
    static_cast<void>(stream->write(message));
    const Future<std::string> reading = stream->read_bytes(message_size);
    co_yield tornado::settled(reading);
  }
  if (--*left == 0) stream->loop().stop();
}

/// Streams on one loop, all of them connected over loopback.
class OurEcho {
 public:
  explicit OurEcho(std::size_t connections) {
    const auto listener = network_.listen({"127.0.0.1", 0}, connections + 1);
    for (std::size_t at = 0; at < connections; ++at) {
      const StreamPtr client = tornado::IOStream::make(network_.open(tornado::AddressFamily::ipv4));
      loop_.run_sync([&] { return client->connect(listener->address()); });
      clients_.push_back(client);
      static_cast<void>(echo(tornado::IOStream::make(listener->accept().socket)));
    }
  }

  void run(std::size_t each) {
    std::size_t left = clients_.size();
    for (const StreamPtr& client : clients_) static_cast<void>(ask(client, each, &left));
    loop_.start();
  }

 private:
  tornado::EpollLoop loop_{tornado::EpollLoop::Clock::steady, tornado::IOLoop::MakeCurrent::yes};
  tornado::PosixNetwork network_{loop_};
  std::vector<StreamPtr> clients_;
};

#ifdef ASIO_HAS_CO_AWAIT
using asio::ip::tcp;

asio::awaitable<void> asio_echo(tcp::socket& socket) {
  char bytes[message_size];
  for (;;) {
    co_await asio::async_read(socket, asio::buffer(bytes), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
  }
}

asio::awaitable<void> asio_ask(tcp::socket& socket, std::size_t times, std::size_t& left) {
  char bytes[message_size];
  std::memset(bytes, 'x', sizeof bytes);
  for (; times > 0; --times) {
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
    co_await asio::async_read(socket, asio::buffer(bytes), asio::use_awaitable);
  }
  auto& context = static_cast<asio::io_context&>(socket.get_executor().context());
  if (--left == 0) context.stop();
}

/// The same on Asio, as its coroutines would be written. One thread: the hint of 1 leaves out its locks.
class AsioEcho {
 public:
  explicit AsioEcho(std::size_t connections) {
    tcp::acceptor acceptor(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    for (std::size_t at = 0; at < connections; ++at) {
      clients_.push_back(std::make_unique<tcp::socket>(context_));
      clients_.back()->connect(acceptor.local_endpoint());
      servers_.push_back(std::make_unique<tcp::socket>(acceptor.accept()));
      for (tcp::socket* socket : {clients_.back().get(), servers_.back().get()})
        socket->set_option(tcp::no_delay(true));
      asio::co_spawn(context_, asio_echo(*servers_.back()), asio::detached);
    }
  }

  void run(std::size_t each) {
    std::size_t left = clients_.size();
    context_.restart();
    for (const auto& client : clients_)
      asio::co_spawn(context_, asio_ask(*client, each, left), asio::detached);
    context_.run();
  }

 private:
  asio::io_context context_{1};
  std::vector<std::unique_ptr<tcp::socket>> clients_;
  std::vector<std::unique_ptr<tcp::socket>> servers_;
};
#endif

/// Every connection always has a request under way.
void real_echo(benchmark::State& state) {
  const auto connections = static_cast<std::size_t>(state.range(0));
  const std::size_t each = 1'000 / connections;  // short: the best round counts
  const auto trips = static_cast<double>(each * connections);
  OurEcho our_echo(connections);
  BestBy<ProcessorTime> ours;
#ifdef ASIO_HAS_CO_AWAIT
  AsioEcho asio_echos(connections);
  BestBy<ProcessorTime> asios;
#endif
  for (auto _ : state) {
    ours.measure(trips, [&] { our_echo.run(each); });
#ifdef ASIO_HAS_CO_AWAIT
    asios.measure(trips, [&] { asio_echos.run(each); });
#endif
  }
  state.counters["ours_ns"] = ours.nanoseconds();
#ifdef ASIO_HAS_CO_AWAIT
  state.counters["asio_ns"] = asios.nanoseconds();
  state.counters["times_asio"] = ours.nanoseconds() / asios.nanoseconds();
#endif
}
BENCHMARK(real_echo)->ArgName("connections")->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace windtunnel::bench
