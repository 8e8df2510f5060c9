// Boost.Beast as it is: an HTTP server and a client with keep-alive and timeouts, in a World.
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <windtunnel/boost_asio.hpp>
#include <windtunnel/testing.hpp>

#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using net::use_awaitable;
using net::ip::tcp;
using namespace std::chrono_literals;

tcp::endpoint port() {
  return {net::ip::make_address("127.0.0.1"), 8080};
}

net::awaitable<void> serve_one(tcp::socket socket) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  try {
    for (;;) {
      stream.expires_after(30s);
      http::request<http::string_body> request;
      co_await http::async_read(stream, buffer, request, use_awaitable);
      http::response<http::string_body> answer(http::status::ok, request.version());
      answer.keep_alive(request.keep_alive());
      answer.body() = "you asked for " + std::string(request.target());
      answer.prepare_payload();
      co_await http::async_write(stream, answer, use_awaitable);
      if (answer.need_eof()) break;
    }
  } catch (const boost::system::system_error&) {
    // The client is gone.
  }
}

net::awaitable<void> serve(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    net::co_spawn(acceptor.get_executor(), serve_one(std::move(socket)), net::detached);
  }
}

net::awaitable<void> get(bool planted, std::string& got) {
  beast::tcp_stream stream(co_await net::this_coro::executor);
  beast::flat_buffer buffer;
  stream.expires_after(1s);
  co_await stream.async_connect(port(), use_awaitable);
  for (int number = 0; number < 2; ++number) {
    http::request<http::empty_body> request(http::verb::get, "/" + std::to_string(number), 11);
    request.set(http::field::host, "server");
    request.keep_alive(number == 0);
    // The fault: a timeout is for the next operation, and that of the connect goes on for those after it.
    if (!planted) stream.expires_after(1s);
    co_await http::async_write(stream, request, use_awaitable);
    http::response<http::string_body> answer;
    if (!planted) stream.expires_after(1s);
    co_await http::async_read(stream, buffer, answer, use_awaitable);
    got += answer.body().back();
  }
}

void two_gets(World& world, bool planted) {
  world.network({.latency = tornado::Duration(0.3)});
  net::io_context io;
  tcp::acceptor acceptor(io, port());
  std::string got;
  world.spawn_daemon("server", io, serve(acceptor));
  world.spawn("client", io, get(planted, got));
  io.run();
  world.check_equal(got, std::string("01"), "both pages arrive");
}

Held search(bool planted) {
  return search_for_violation("two_gets", [planted](World& world) { two_gets(world, planted); },
                              {.schedules = 300, .findings = testing::TempDir() + "windtunnel_beast"});
}

TEST(Beast, FindsATimeoutThatWasNotRenewed) {
  const Held held = search(true);
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("both pages arrive"), std::string::npos) << held.words;
}

TEST(Beast, FetchesPagesOnASlowNetwork) {
  const Held held = search(false);
  EXPECT_TRUE(held.holds) << held.words;
}

}  // namespace

}  // namespace windtunnel
