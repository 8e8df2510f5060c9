// Public bug reports of Asio as programs; docs/found.md tells of each. A test says what the installed version
// does, so it notices where a new one differs.
#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <windtunnel/asio.hpp>
#include <windtunnel/testing.hpp>

namespace windtunnel {

namespace {

using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using namespace std::chrono_literals;
using Error = asio::error_code;
using Channel = asio::experimental::channel<void(Error, int)>;

Held search(const char* name, void (*program)(World&)) {
  return search_for_violation(name, program,
                              {.schedules = 500, .findings = testing::TempDir() + "windtunnel_found"});
}

// --- chriskohlhoff/asio#1241: a channel that was cancelled while somebody waited takes no more.

awaitable<void> receive_one(Channel& channel) {
  Error cancelled;
  static_cast<void>(co_await channel.async_receive(redirect_error(use_awaitable, cancelled)));
}

awaitable<void> send_after_cancel(World& world, Channel& channel) {
  asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
  co_await timer.async_wait(use_awaitable);
  channel.cancel();
  world.check(channel.try_send(Error(), 1), "an empty channel takes a message");
}

void channel_after_cancel(World& world) {
  asio::io_context io;
  Channel channel(io, 16);
  world.spawn("receiver", io, receive_one(channel));
  world.spawn("sender", io, send_after_cancel(world, channel));
  io.run();
}

TEST(FoundInAsio, AChannelThatWasCancelledTakesNoMore) {
  const Held held = search("channel_after_cancel", channel_after_cancel);
  EXPECT_EQ(held.holds, ASIO_VERSION >= 102800) << held.words;
}

// --- chriskohlhoff/asio#1041: a value that arrives as the time of `||` is up is taken from the channel, and
// lost.

awaitable<void> receive_in_time(Channel& channel, int& received) {
  using namespace asio::experimental::awaitable_operators;
  for (int attempt = 0; attempt < 2; ++attempt) {
    asio::steady_timer timeout(co_await asio::this_coro::executor, 10ms);
    Error ended;
    const auto first = co_await (channel.async_receive(redirect_error(use_awaitable, ended)) ||
                                 timeout.async_wait(use_awaitable));
    if (first.index() == 0 && !ended) received = std::get<0>(first);
  }
}

awaitable<void> send_in_time(Channel& channel) {
  asio::steady_timer timer(co_await asio::this_coro::executor, 10ms);
  co_await timer.async_wait(use_awaitable);
  co_await channel.async_send(Error(), 7, use_awaitable);
}

void channel_and_timeout(World& world) {
  asio::io_context io;
  Channel channel(io, 1);
  int received = 0;
  world.spawn("receiver", io, receive_in_time(channel, received));
  world.spawn("sender", io, send_in_time(channel));
  io.run();
  world.check_equal(received, 7, "the value is received");
}

TEST(FoundInAsio, AValueIsLostBetweenAChannelAndItsTimeout) {
  const Held held = search("channel_and_timeout", channel_and_timeout);
  EXPECT_FALSE(held.holds);
}

}  // namespace

}  // namespace windtunnel
