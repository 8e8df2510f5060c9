// The operations of the runtime.
#include "tests/bench/counts/runtime_counts.hpp"

#include <string>
#include <vector>

#include "harness/core/quiet_source.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::bench {

namespace {

using tornado::Future;

constexpr std::size_t many = 1000;

// A loop in which everything happens in the usual order.
struct QuietLoop {
  QuietLoop() { loop.set_phase_limit(~0U); }

  core::QuietSource choices;
  tornado::SimLoop loop{choices};
  tornado::Observer observer;
};

Future<void> yields(Future<int> done, std::size_t times) {
  for (; times > 0; --times) {
    const int value = co_yield done;
    keep(value);
  }
}

void ready_yield(Meter& meter) {
  QuietLoop quiet;
  const auto done = tornado::done_future(1);
  meter.count(many, [&] { static_cast<void>(yields(done, many)); });
}

Future<int> returns_at_once(int value) {
  co_return value;
}

void call(Meter& meter) {
  QuietLoop quiet;
  meter.count(many, [] {
    for (std::size_t left = many; left > 0; --left) keep(returns_at_once(1));
  });
}

Future<void> hops(std::size_t times) {
  for (; times > 0; --times) co_yield tornado::moment;
}

void count_hops(Meter& meter, std::size_t coroutines, bool recorded) {
  QuietLoop quiet;
  if (recorded) quiet.loop.set_observer(&quiet.observer);
  meter.count(many, [&] {
    quiet.observer.clear();
    for (std::size_t left = coroutines; left > 0; --left) static_cast<void>(hops(many / coroutines));
    quiet.loop.start();
  });
  quiet.loop.set_observer(nullptr);
}

void hop(Meter& meter) {
  count_hops(meter, 1, false);
}
void hop_of_100(Meter& meter) {
  count_hops(meter, 100, false);
}
void recorded_hop(Meter& meter) {
  count_hops(meter, 1, true);
}
void recorded_hop_of_100(Meter& meter) {
  count_hops(meter, 100, true);
}

void callback(Meter& meter) {
  QuietLoop quiet;
  std::size_t ran = 0;
  meter.count(many, [&] {
    for (std::size_t left = many; left > 0; --left) quiet.loop.add_callback([&ran] { ++ran; });
    quiet.loop.start();
  });
}

void timer(Meter& meter) {
  QuietLoop quiet;
  std::size_t ran = 0;
  meter.count(many, [&] {
    for (std::size_t left = many; left > 0; --left) {
      quiet.loop.call_later(tornado::Duration(static_cast<double>(left % 97)), [&ran] { ++ran; });
    }
    quiet.loop.start();
  });
}

void done_callback(Meter& meter) {
  QuietLoop quiet;
  int sum = 0;
  meter.count(many, [&] {
    for (std::size_t left = many; left > 0; --left) {
      Future<int> future;
      future.add_done_callback([&sum](const Future<int>& done) { sum += done.result(); });
      future.set_result(1);
    }
    quiet.loop.start();
  });
}

Future<void> takes_lock(tornado::locks::Lock lock, std::size_t times) {
  for (; times > 0; --times) {
    const auto acquiring = lock.acquire();
    co_yield acquiring;
    co_yield tornado::moment;
    lock.release();
  }
}

void contended_lock(Meter& meter) {
  QuietLoop quiet;
  meter.count(many, [&] {
    const tornado::locks::Lock lock;
    for (int left = 4; left > 0; --left) static_cast<void>(takes_lock(lock, many / 4));
    quiet.loop.start();
  });
}

Future<void> puts(tornado::queues::Queue<int> queue, std::size_t times) {
  for (; times > 0; --times) {
    const Future<void> putting = queue.put(1);
    co_yield putting;
  }
}

Future<void> gets(tornado::queues::Queue<int> queue, std::size_t times) {
  for (; times > 0; --times) {
    const Future<int> getting = queue.get();
    co_yield getting;
  }
}

void queue_item(Meter& meter) {
  QuietLoop quiet;
  meter.count(many, [&] {
    const tornado::queues::Queue<int> queue(2);
    static_cast<void>(gets(queue, many));
    static_cast<void>(puts(queue, many));
    quiet.loop.start();
  });
}

Future<void> waits_for_ten(std::size_t times) {
  for (; times > 0; --times) {
    std::vector<Future<void>> sleeps;
    for (int left = 10; left > 0; --left) sleeps.push_back(tornado::sleep(tornado::Duration(left)));
    const auto all = tornado::multi(sleeps);
    co_yield all;
  }
}

void multi_of_10_sleeps(Meter& meter) {
  QuietLoop quiet;
  meter.count(many / 10, [&] {
    static_cast<void>(waits_for_ten(many / 10));
    quiet.loop.start();
  });
}

Future<void> in_time(std::size_t times) {
  for (; times > 0; --times) {
    const auto waiting = tornado::with_timeout(tornado::Duration(1), tornado::sleep(tornado::Duration(0.5)));
    co_yield waiting;
  }
}

void timeout_not_reached(Meter& meter) {
  QuietLoop quiet;
  meter.count(many, [&] {
    static_cast<void>(in_time(many));
    quiet.loop.start();
  });
}

Future<void> echo(tornado::StreamPtr stream) {
  for (;;) {
    const Future<std::string> reading = stream->read_bytes(8);
    co_yield tornado::settled(reading);
    if (reading.exception()) co_return;
    static_cast<void>(stream->write(reading.result()));
  }
}

Future<void> asks(tornado::StreamPtr stream, std::size_t times) {
  for (; times > 0; --times) {
    static_cast<void>(stream->write("12345678"));
    const Future<std::string> reading = stream->read_bytes(8);
    co_yield reading;
  }
}

void stream_round_trip(Meter& meter) {
  QuietLoop quiet;
  tornado::SimNetwork network(quiet.loop);
  tornado::SimHost& client = network.add_host("client");
  tornado::SimHost& server = network.add_host("server");
  const auto listener = server.listen({"", 80}, 2);
  const tornado::StreamPtr asking = tornado::IOStream::make(client.open(tornado::AddressFamily::ipv4));
  static_cast<void>(asking->connect({server.ips().front(), 80}));
  quiet.loop.start();
  static_cast<void>(echo(tornado::IOStream::make(listener->accept().socket)));
  meter.count(many, [&] {
    static_cast<void>(asks(asking, many));
    quiet.loop.start();
  });
}

void fetch(Meter& meter) {
  QuietLoop quiet;
  tornado::SimNetwork network(quiet.loop);
  tornado::SimHost& client_host = network.add_host("client");
  tornado::SimHost& origin = network.add_host("example.com");
  tornado::http::HTTPServer server(
      [](const std::shared_ptr<tornado::http::HTTPServerRequest>& request) {
        static_cast<void>(request->connection->write_headers(tornado::http::ResponseStartLine{"", 200, "OK"},
                                                             {{"Content-Length", "5"}}, "hello"));
        request->connection->finish();
      },
      {}, origin);
  server.listen(80);
  const tornado::http::AsyncHTTPClient client({}, client_host);
  meter.count(many / 10, [&] {
    for (std::size_t left = many / 10; left > 0; --left) {
      const auto fetching = client.fetch("http://example.com/");
      fetching.add_done_callback([&](const auto& /*done*/) { quiet.loop.stop(); });
      quiet.loop.start();
      keep(fetching.result().body.size());
    }
  });
}

constexpr Operation operations[] = {
    {"ready-yield", ready_yield},
    {"call-that-returns-at-once", call},
    {"hop", hop},
    {"hop-of-100", hop_of_100},
    {"recorded-hop", recorded_hop},
    {"recorded-hop-of-100", recorded_hop_of_100},
    {"callback", callback},
    {"timer", timer},
    {"done-callback", done_callback},
    {"contended-lock", contended_lock},
    {"queue-item", queue_item},
    {"multi-of-10-sleeps", multi_of_10_sleeps},
    {"timeout-not-reached", timeout_not_reached},
    {"stream-round-trip", stream_round_trip},
    {"fetch", fetch},
};

}  // namespace

std::span<const Operation> runtime_operations() {
  return operations;
}

}  // namespace windtunnel::bench
