// The cost of a fetch on the perfect network: client and server in one simulation, a connection for each
// fetch.
#include <benchmark/benchmark.h>

#include "harness/core/quiet_source.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "tests/bench/measure.hpp"

namespace windtunnel::bench {
namespace {

using namespace tornado;
using namespace tornado::http;

void fetch_over_the_perfect_network(benchmark::State& state) {
  constexpr int turns = 1000;
  core::QuietSource choices;
  SimLoop loop(choices);
  loop.set_phase_limit(0xffffffffU);
  SimNetwork network(loop);
  SimHost& client_host = network.add_host("client");
  SimHost& origin_host = network.add_host("example.com");
  HTTPServer server(
      [](const std::shared_ptr<HTTPServerRequest>& request) {
        static_cast<void>(request->connection->write_headers(ResponseStartLine{"", 200, "OK"},
                                                             {{"Content-Length", "5"}}, "hello"));
        request->connection->finish();
      },
      {}, origin_host);
  server.listen(80);
  const AsyncHTTPClient client({}, client_host);
  Best best;
  for (auto _ : state) {
    best.measure(turns, [&] {
      for (int turn = 0; turn < turns; ++turn) {
        const Future<HTTPResponse> future = client.fetch("http://example.com/");
        future.add_done_callback([&](const Future<HTTPResponse>&) { loop.stop(); });
        loop.start();
        benchmark::DoNotOptimize(future.result().body.size());
      }
    });
  }
  state.counters["ns"] = best.nanoseconds();
}
BENCHMARK(fetch_over_the_perfect_network);

}  // namespace
}  // namespace windtunnel::bench
