// How many schedules of Asio and Beast programs run in a second of CPU time, and whether memory grows from run
// to run: asio_bench [RUNS].
#include <asio.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <malloc.h>
#include <string>
#include <utility>
#include <windtunnel/asio.hpp>
#include <windtunnel/boost_asio.hpp>

#include "harness/core/seeded_source.hpp"

namespace {

using namespace windtunnel;
using core::SchedulingModel;

namespace with_asio {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> four_steps(int& steps) {
  for (int step = 0; step < 4; ++step) {
    ++steps;
    co_await asio::post(use_awaitable);
  }
}

void three_tasks(World& world) {
  asio::io_context io(1);
  int steps = 0;
  for (const char* name : {"a", "b", "c"}) world.spawn(name, io, four_steps(steps));
  io.run();
  world.check_equal(steps, 12, "all steps run");
}

awaitable<void> echo_one(tcp::acceptor& acceptor) {
  tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
  char word[2];
  co_await asio::async_read(socket, asio::buffer(word), use_awaitable);
  co_await asio::async_write(socket, asio::buffer(word), use_awaitable);
}

awaitable<void> ask_one(tcp::endpoint server) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, use_awaitable);
  char word[2] = {'h', 'i'};
  co_await asio::async_write(socket, asio::buffer(word), use_awaitable);
  co_await asio::async_read(socket, asio::buffer(word), use_awaitable);
}

void echo(World& world) {
  asio::io_context io(1);
  tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 7777});
  world.spawn("server", io, echo_one(acceptor));
  world.spawn("client", io, ask_one(acceptor.local_endpoint()));
  io.run();
}

}  // namespace with_asio

namespace with_beast {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using net::use_awaitable;
using net::ip::tcp;

net::awaitable<void> serve_one(tcp::acceptor& acceptor) {
  beast::tcp_stream stream(co_await acceptor.async_accept(use_awaitable));
  beast::flat_buffer buffer;
  for (bool more = true; more;) {
    stream.expires_after(std::chrono::seconds(30));
    http::request<http::string_body> request;
    co_await http::async_read(stream, buffer, request, use_awaitable);
    more = request.keep_alive();
    http::response<http::string_body> answer(http::status::ok, request.version());
    answer.keep_alive(more);
    answer.body() = "you asked for " + std::string(request.target());
    answer.prepare_payload();
    co_await http::async_write(stream, answer, use_awaitable);
  }
}

net::awaitable<void> get_two(tcp::endpoint server) {
  beast::tcp_stream stream(co_await net::this_coro::executor);
  beast::flat_buffer buffer;
  co_await stream.async_connect(server, use_awaitable);
  for (int number = 0; number < 2; ++number) {
    http::request<http::empty_body> request(http::verb::get, "/", 11);
    request.keep_alive(number == 0);
    stream.expires_after(std::chrono::seconds(1));
    co_await http::async_write(stream, request, use_awaitable);
    http::response<http::string_body> answer;
    co_await http::async_read(stream, buffer, answer, use_awaitable);
  }
}

void two_gets(World& world) {
  net::io_context io(1);
  tcp::acceptor acceptor(io, {net::ip::make_address("127.0.0.1"), 8080});
  world.spawn("server", io, serve_one(acceptor));
  world.spawn("client", io, get_two(acceptor.local_endpoint()));
  io.run();
}

}  // namespace with_beast

void measure(const char* name, void (*program)(World&), SchedulingModel model, std::uint64_t runs) {
  const WorldSubject subject(program);
  core::Trace trace;
  core::RunOptions options;
  options.model = model;
  options.observe = false;
  std::size_t in_use = 0;
  std::clock_t begin = 0;
  for (std::uint64_t run = 0; run <= runs; ++run) {
    if (run == runs / 10) {
      in_use = mallinfo2().uordblks;
      begin = std::clock();
    }
    core::SeededSource choices(run);
    trace.clear();
    core::run(subject.subject(), choices, options, trace);
    if (trace.objection) {
      std::printf("%s: %s\n", name, trace.objection->message.c_str());
      std::exit(1);
    }
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%-34s %8.0f schedules/s, %ld bytes more in use\n", name,
              static_cast<double>(runs - runs / 10) / seconds,
              static_cast<long>(mallinfo2().uordblks) - static_cast<long>(in_use));
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t runs = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20'000;
  measure("3 tasks, 4 steps, adversarial", with_asio::three_tasks, SchedulingModel::adversarial, runs);
  measure("3 tasks, 4 steps, realistic", with_asio::three_tasks, SchedulingModel::realistic, runs);
  measure("echo, adversarial", with_asio::echo, SchedulingModel::adversarial, runs);
  measure("echo, realistic", with_asio::echo, SchedulingModel::realistic, runs);
  measure("Beast, two GETs, adversarial", with_beast::two_gets, SchedulingModel::adversarial, runs);
  measure("Beast, two GETs, realistic", with_beast::two_gets, SchedulingModel::realistic, runs);
}
