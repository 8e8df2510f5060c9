// HTTP exchanges a second of the code that ships, EpollLoop and PosixNetwork, on the simulated kernel:
// exchange_bench [EXCHANGES].
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "harness/core/quiet_source.hpp"
#include "harness/core/subject.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace {

using namespace windtunnel;
using namespace tornado::http;
using tornado::Future;

constexpr int exchanges_a_run = 100;

void answer(const std::shared_ptr<HTTPServerRequest>& request) {
  static_cast<void>(request->connection->write_headers(ResponseStartLine{"", 200, "OK"},
                                                       {{"Content-Length", "5"}}, "hello"));
  request->connection->finish();
}

Future<void> fetch_all(tornado::EpollLoop* loop, AsyncHTTPClient* client, int* right) {
  for (int turn = 0; turn < exchanges_a_run; ++turn) {
    const Future<HTTPResponse> fetch = client->fetch("http://127.0.0.1:8080/");
    const HTTPResponse response = co_yield fetch;
    if (response.body == "hello") ++*right;
  }
  loop->stop();
}

void exchange(World& world) {
  world.network({});
  tornado::EpollLoop loop(tornado::EpollLoop::Clock::steady, tornado::IOLoop::MakeCurrent::no);
  tornado::IOLoop* const before = tornado::IOLoop::current_or_null();
  loop.make_current();
  int right = 0;
  {
    tornado::PosixNetwork network(loop);
    HTTPServer server(answer, {}, network);
    server.listen(8080);
    AsyncHTTPClient client({}, network);
    const Future<void> all = fetch_all(&loop, &client, &right);
    loop.start();
    loop.close();
  }
  before != nullptr ? before->make_current() : tornado::IOLoop::clear_current();
  world.check_equal(right, exchanges_a_run, "each request is answered");
}

}  // namespace

int main(int count, char** arguments) {
  const int runs = (count > 1 ? std::atoi(arguments[1]) : 20'000) / exchanges_a_run;
  const WorldSubject subject(exchange);
  core::QuietSource quiet;
  core::RunOptions options;
  options.observe = false;
  options.phase_limit = ~0U;
  core::Trace trace;
  const std::clock_t begin = std::clock();
  for (int run = 0; run < runs; ++run) {
    trace.clear();
    core::run(subject.subject(), quiet, options, trace);
    if (trace.objection) {
      std::printf("%s\n", trace.objection->message.c_str());
      return 1;
    }
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("HTTP exchanges on the simulated kernel: %.0f a second\n", runs * exchanges_a_run / seconds);
}
