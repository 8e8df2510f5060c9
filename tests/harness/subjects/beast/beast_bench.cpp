// Schedules a second of a Beast client and server: beast_bench [RUNS].
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdlib>
#include <string>
#include <windtunnel/boost_asio.hpp>

#include "tests/harness/subjects/asio/bench/measure.hpp"

namespace {

using namespace windtunnel;
using core::SchedulingModel;
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

net::awaitable<void> or_an_error(net::awaitable<void> work) {
  try {
    co_await std::move(work);
  } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): too late
  }
}

// The adversarial model lets more time pass than a deadline allows. Then both sides end by an error.
void two_gets_unless_too_late(World& world) {
  net::io_context io(1);
  tcp::acceptor acceptor(io, {net::ip::make_address("127.0.0.1"), 8080});
  world.spawn("server", io, or_an_error(serve_one(acceptor)));
  world.spawn("client", io, or_an_error(get_two(acceptor.local_endpoint())));
  io.run();
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t runs = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20'000;
  measure_schedules("Beast, two GETs, adversarial", two_gets_unless_too_late, SchedulingModel::adversarial,
                    runs);
  measure_schedules("Beast, two GETs, realistic", two_gets, SchedulingModel::realistic, runs);
}
