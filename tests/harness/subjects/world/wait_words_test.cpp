// Whatever a task waits for has words: what comes over a network, what is built from Futures, and what old
// coroutines wait for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/findings/await_graph.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/legacy/callback.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using tornado::Duration;
using tornado::Future;

// Who waits for whom, after a run that does not end well.
std::string graph_of(const WorldProgram& program, core::RunOptions options = {}) {
  core::Trace trace;
  EXPECT_TRUE(quiet_violation(program, trace, options));
  return findings::who_awaits_whom(trace);
}

// The client and the server do not reach each other while the run lasts.
std::string graph_of_separated(const WorldProgram& program) {
  core::RunOptions options;
  options.phase_limit = 60;
  return graph_of(
      [&program](World& world) {
        const tornado::SimHost& client = world.host("client");
        const tornado::SimHost& server = world.host("server");
        world.network().partition(client, server);
        world.spawn_daemon("clock", [](World& in) -> Future<void> {
          for (;;) co_await in.sleep(Duration(0.001));
        });
        return program.begin(world);
      },
      options);
}

TEST(WaitWords, AConnectHasItsPeer) {
  const std::string graph = graph_of_separated([](World& world) -> Future<void> {
    const tornado::TCPClient tcp(world.host("client"));
    const Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
    co_await connecting;
  });
  EXPECT_THAT(graph, HasSubstr("waits for the connect to server:80, at wait_words_test.cpp:"));
  EXPECT_THAT(graph, Not(HasSubstr("future")));
}

TEST(WaitWords, AConnectOfAStreamHasItsAddress) {
  EXPECT_THAT(
      graph_of_separated([](World& world) -> Future<void> {
        tornado::SimHost& client = world.host("client");
        const auto stream = tornado::IOStream::make(client.open(tornado::AddressFamily::ipv4));
        const Future<tornado::StreamPtr> connecting = stream->connect({"10.0.0.2", 80});
        co_await connecting;
      }),
      MatchesRegex("main waits for the connect to 10\\.0\\.0\\.2:80, at wait_words_test\\.cpp:[0-9]+\n"));
}

Future<void> fetch(World& world) {
  const tornado::http::AsyncHTTPClient client({}, world.host("client"));
  tornado::http::HTTPRequest request("http://server/x");
  request.connect_timeout = request.request_timeout = Duration(0);
  const Future<tornado::http::HTTPResponse> fetching = client.fetch(request);
  co_await fetching;
}

TEST(WaitWords, AFetchHasItsRequest) {
  const std::string graph = graph_of_separated([](World& world) -> Future<void> {
    world.spawn("fetcher", fetch);
    co_await world.join();
  });
  EXPECT_THAT(graph, HasSubstr("waits for the response to GET http://server/x, at wait_words_test.cpp:"));
  EXPECT_THAT(graph, HasSubstr("waits for the connect to server:80, at "));
  EXPECT_THAT(graph, Not(HasSubstr("future")));
}

TEST(WaitWords, AResponseThatIsNeverFinishedIsNamedOnBothSides) {
  const std::string graph = graph_of([](World& world) -> Future<void> {
    tornado::http::HTTPServer server([](const auto&) {}, {}, world.host("server"));
    server.listen(80);
    world.spawn("fetcher", fetch);
    co_await world.join();
  });
  EXPECT_THAT(graph, HasSubstr("waits for the response to GET http://server/x, at "));
  EXPECT_THAT(graph, HasSubstr("waits for the end of the response, which no handler has finished, at "));
}

TEST(WaitWords, AWriteHasItsStreamAndTheOtherEnd) {
  const std::string graph = graph_of([](World& world) -> Future<void> {
    tornado::TCPServer server(
        [](tornado::StreamPtr stream, const tornado::Address&) -> Future<void> {
          co_await stream->write(std::string(500'000, 'x'));
          co_await stream->write("y");
        },
        world.host("server"));
    server.listen(80);
    const tornado::TCPClient tcp(world.host("client"));
    const Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
    const tornado::StreamPtr stream = co_await connecting;
    co_await stream->write(std::string(500'000, 'x'));
  });
  EXPECT_THAT(graph, HasSubstr("main waits for what is written to stream 1 to be sent, at whose other end is "
                               "server:80, at wait_words_test.cpp:"));
  EXPECT_THAT(graph, HasSubstr("a cycle: main -> what is written to stream 1 to be sent -> server:80 -> "));
}

TEST(WaitWords, ASleepIsNoTurn) {
  core::RunOptions options;
  options.phase_limit = 100;
  const std::string graph = graph_of(
      [](World& world) -> Future<void> {
        world.spawn("sleeper", [](World& in) -> Future<void> { co_await in.sleep(Duration(1e6)); });
        for (;;) co_await world.sleep(Duration(1));
      },
      options);
  EXPECT_THAT(graph, HasSubstr("sleeper waits for the clock, at wait_words_test.cpp:"));
  EXPECT_THAT(graph, HasSubstr("main waits for "));
}

TEST(WaitWords, WhatIsBuiltFromFuturesNamesItsParts) {
  const std::string words = graph_of([](World& world) -> Future<void> {
    const tornado::locks::Event event;
    const Future<void> never;
    world.spawn(
        "iterator",
        [](World&, tornado::locks::Event mine, Future<void> other) -> Future<void> {
          const std::vector<Future<void>> both = {mine.wait(), other};
          const tornado::WaitIterator<void> results(both);
          co_await results.next();
        },
        event, never);
    world.spawn(
        "several",
        [](World&, tornado::locks::Event mine, Future<void> other) -> Future<void> {
          const std::vector<Future<void>> both = {mine.wait(), other};
          co_await both;
        },
        event, never);
    co_await world.join();
  });
  EXPECT_THAT(words,
              HasSubstr("iterator waits for the next result of iterator 1 and event 1, which nobody sets "
                        "and future "));
  EXPECT_THAT(words, HasSubstr("several waits for event 1, which nobody sets and future "));
}

TEST(WaitWords, AYieldPointSaysThatItsCallbackWasNotCalled) {
  EXPECT_THAT(
      graph_of([](World&) -> Future<void> {
        const auto callback = co_yield tornado::gen::Callback<int>("key");
        static_cast<void>(callback);
        co_yield tornado::gen::Wait<int>("key");
      }),
      HasSubstr("main waits for a YieldPoint whose callback was not called, at wait_words_test.cpp:"));
}

TEST(WaitWords, ATaskThatHasNotBegunIsNamed) {
  core::RunOptions options;
  options.model = core::SchedulingModel::realistic;
  EXPECT_THAT(graph_of(
                  [](World& world) -> Future<void> {
                    world.spawn("fails", [](World& in) -> Future<void> {
                      in.check(false, "no");
                      co_return;
                    });
                    const auto late = world.spawn("late", [](World&) -> Future<void> { co_return; });
                    co_await late;
                  },
                  options),
              HasSubstr("main waits for late, which has not begun, at wait_words_test.cpp:"));
}

}  // namespace
}  // namespace windtunnel
