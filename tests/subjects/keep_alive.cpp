// A server closes connections that are idle for some time. The client drops them before that, by the clock of
// a coarse timer wheel, which is up to two ticks late. A request in between is written into a connection that
// is being closed.
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;
using tornado::StreamPtr;

constexpr std::chrono::milliseconds keep_alive = 100ms;
constexpr std::chrono::milliseconds tick = 10ms;
constexpr std::chrono::milliseconds one_way = 2ms;
// How long a message takes at most, with the time of those that write and read it.
constexpr std::chrono::milliseconds longest_latency = 10ms;

Future<void> serve(StreamPtr stream) {
  try {
    for (;;) {
      const Future<std::string> reading = stream->read_until("\n");
      const Future<std::string> in_time =
          tornado::with_timeout(keep_alive, reading, tornado::quiet<tornado::StreamClosedError>());
      const std::string request = co_yield in_time;
      const Future<void> writing = stream->write(request);
      co_yield writing;
    }
  } catch (const tornado::TimeoutError&) {
    stream->close();
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  }
}

// One connection, and the wheel that drops it.
class Connection {
 public:
  Connection(World& world, std::chrono::milliseconds margin)
      : tcp_(world.host("client")), most_ticks_(static_cast<int>((keep_alive - margin) / tick)) {}

  Future<void> request() {
    if (stream_ == nullptr || dropped_) {
      const Future<StreamPtr> connecting = tcp_.connect("server", 80);
      stream_ = co_yield connecting;
      dropped_ = false;
    }
    wheel_.stop();
    const Future<void> writing = stream_->write("request\n");
    co_yield writing;
    const Future<std::string> reading = stream_->read_until("\n");
    co_yield reading;
    idle_ticks_ = 0;
    wheel_.start();
  }

  void close() {
    wheel_.stop();
    stream_->close();
  }

 private:
  void turn_wheel() {
    // The first tick comes less than a tick after the last use.
    if (++idle_ticks_ <= most_ticks_ + 1) return;
    dropped_ = true;
    close();
  }

  tornado::TCPClient tcp_;
  StreamPtr stream_;
  const int most_ticks_;
  int idle_ticks_ = 0;
  bool dropped_ = false;
  tornado::PeriodicCallback wheel_{[this] { turn_wheel(); }, tick};
};

Future<void> use(World& world, Connection* connection) {
  const Future<void> first = connection->request();
  co_yield first;
  const Future<void> thinking = tornado::sleep(80ms + 2ms * world.choose(16, "thinking"));
  co_yield thinking;
  bool served = true;
  try {
    const Future<void> second = connection->request();
    co_yield second;
  } catch (const tornado::StreamClosedError&) {
    served = false;
  }
  world.check(served, "the second request was written into a connection that was being closed");
  connection->close();
}

Future<void> two_clocks(World& world, std::chrono::milliseconds margin) {
  tornado::LinkSettings settings;
  settings.latency = one_way;
  world.network(settings);
  tornado::TCPServer server(
      [](StreamPtr stream, const tornado::Address&) { return serve(std::move(stream)); },
      world.host("server"));
  server.listen(80);
  Connection connection(world, margin);
  world.spawn("client", use, &connection);
  co_yield world.join();
}

const RegisteredSubject keep_alive_subjects[] = {
    {"keep_alive", "a client's clock is too coarse for the margin before the server closes",
     [](World& world) { return two_clocks(world, tick); }},
    {"keep_alive_fixed", "keep_alive, with a margin of two ticks and the longest latency",
     [](World& world) { return two_clocks(world, 2 * tick + longest_latency); }},
};

}  // namespace
}  // namespace windtunnel::subjects
