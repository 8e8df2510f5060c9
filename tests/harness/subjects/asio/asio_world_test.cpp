// What a World does for programs of Asio: tasks, models, deadlocks, exceptions, strands, hosts.
#include <algorithm>
#include <asio.hpp>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <windtunnel/asio.hpp>
#include <windtunnel/testing.hpp>

#include "harness/core/seeded_source.hpp"

namespace windtunnel {

namespace {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using core::SchedulingModel;
using namespace std::chrono_literals;

tcp::endpoint port() {
  return {asio::ip::make_address("127.0.0.1"), 7777};
}

Held search(const WorldProgram& program, SchedulingModel model = SchedulingModel::realistic,
            std::uint64_t schedules = 300) {
  return search_for_violation(
      "asio_program", program,
      {.schedules = schedules, .model = model, .findings = testing::TempDir() + "windtunnel_asio"});
}

// The different lines that the program logs in runs with these many seeds.
std::set<std::string> outcomes(const WorldProgram& program, SchedulingModel model,
                               std::uint64_t seeds = 200) {
  std::set<std::string> seen;
  const WorldSubject subject(program);
  core::Trace trace;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    core::SeededSource choices(seed);
    core::RunOptions options;
    options.model = model;
    trace.clear();
    core::run(subject.subject(), choices, options, trace);
    seen.insert(trace.text.substr(trace.text.find(' ') + 1));
  }
  return seen;
}

awaitable<void> add_letter(std::string& text, char letter) {
  text += letter;
  co_await asio::post(use_awaitable);
  text += letter;
}

void two_tasks(World& world) {
  asio::io_context io;
  std::string text;
  world.spawn("a", io, add_letter(text, 'a'));
  world.spawn("b", io, add_letter(text, 'b'));
  io.run();
  world.log(text);
}

// On one thread, handlers run first in, first out; which task begins may differ.
TEST(AsioWorld, RunsHandlersInOrderUnlessTheModelIsAdversarial) {
  EXPECT_EQ(outcomes(two_tasks, SchedulingModel::exact), (std::set<std::string>{"abab\n"}));
  EXPECT_EQ(outcomes(two_tasks, SchedulingModel::realistic), (std::set<std::string>{"abab\n", "baba\n"}));
  EXPECT_EQ(outcomes(two_tasks, SchedulingModel::adversarial),
            (std::set<std::string>{"aabb\n", "abab\n", "abba\n", "baab\n", "baba\n", "bbaa\n"}));
}

void equal_timers(World& world) {
  asio::io_context io;
  asio::steady_timer first(io, 1h);
  asio::steady_timer second(io, 1h);
  asio::steady_timer third(io, 2h);
  std::string text;
  first.async_wait([&](auto) { text += '1'; });
  second.async_wait([&](auto) { text += '2'; });
  third.async_wait([&](auto) { text += '3'; });
  io.run();
  world.log(text);
}

TEST(AsioWorld, LetsTimersWithOneDeadlineExpireInAnyOrder) {
  EXPECT_EQ(outcomes(equal_timers, SchedulingModel::realistic), (std::set<std::string>{"123\n", "213\n"}));
}

void strand_batch(World& world) {
  asio::io_context io;
  auto strand = asio::make_strand(io);
  std::string text;
  asio::post(strand, [&] { text += 'a'; });
  asio::post(strand, [&] { text += 'b'; });
  asio::post(strand, [&] { text += 'c'; });
  asio::post(io, [&] { text += 'x'; });
  io.run();
  world.log(text);
}

// What several threads can show: another handler anywhere between those of a strand, which keep their order.
TEST(AsioWorld, SplitsTheBatchesOfAStrand) {
  EXPECT_EQ(outcomes(strand_batch, SchedulingModel::adversarial, 500),
            (std::set<std::string>{"abcx\n", "abxc\n", "axbc\n", "xabc\n"}));
  EXPECT_EQ(outcomes(strand_batch, SchedulingModel::realistic), (std::set<std::string>{"axbc\n"}));
}

void old_strand_batch(World& world) {
  asio::io_context io;
  asio::io_context::strand strand(io);
  std::string text;
  strand.post([&] { text += 'a'; }, std::allocator<void>());
  strand.post([&] { text += 'b'; }, std::allocator<void>());
  asio::post(io, [&] { text += 'x'; });
  io.run();
  world.log(text);
}

TEST(AsioWorld, SplitsTheBatchesOfAnOldStrand) {
  EXPECT_EQ(outcomes(old_strand_batch, SchedulingModel::adversarial, 500),
            (std::set<std::string>{"abx\n", "axb\n", "xab\n"}));
}

awaitable<void> wait_for_ever() {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(port(), use_awaitable);
  char answer = 0;
  co_await asio::async_read(socket, asio::buffer(&answer, 1), use_awaitable);
}

awaitable<void> accept_and_keep(tcp::acceptor& acceptor) {
  const tcp::socket kept = co_await acceptor.async_accept(use_awaitable);
  for (;;) static_cast<void>(co_await acceptor.async_accept(use_awaitable));
}

void deadlock(World& world) {
  asio::io_context io;
  tcp::acceptor acceptor(io, port());
  world.spawn_daemon("server", io, accept_and_keep(acceptor));
  world.spawn("alice", io, wait_for_ever());
  io.run();
}

TEST(AsioWorld, SaysWhatATaskWaitsForThatNeverEnds) {
  const Held held = search(deadlock);
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("these have not ended: alice, which waits for async_receive on socket"),
            std::string::npos)
      << held.words;
}

// Only a daemon is left: the loop is stopped, and the program goes on.
TEST(AsioWorld, StopsTheLoopWhenOnlyDaemonsAreLeft) {
  const Held held = search([](World& world) {
    asio::io_context io;
    tcp::acceptor acceptor(io, port());
    bool behind = false;
    world.spawn_daemon("server", io, accept_and_keep(acceptor));
    io.run();
    behind = true;
    world.check(behind, "the program goes on");
    world.log("behind the loop");
  });
  EXPECT_TRUE(held.holds) << held.words;
}

TEST(AsioWorld, CallsALoopThatOnlyWaitsADeadlock) {
  const Held held = search([](World&) {
    asio::io_context io;
    const auto work = asio::make_work_guard(io);
    tcp::acceptor acceptor(io, port());
    acceptor.async_accept([](auto, auto) {});
    io.run();
  });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("deadlock"), std::string::npos) << held.words;
}

awaitable<void> throw_later() {
  co_await asio::post(use_awaitable);
  throw std::runtime_error("boom");
}

TEST(AsioWorld, SeesExceptionsThatDetachedThrowsAway) {
  const auto program = [](World& world) {
    asio::io_context io;
    asio::co_spawn(io, throw_later(), asio::detached);
    world.log("it runs");
    io.run();
  };
  const Held held = search(program);
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("uncaught: nobody looked at std::runtime_error: boom"), std::string::npos)
      << held.words;
  EXPECT_TRUE(search([program](World& world) {
                world.allow_uncaught();
                program(world);
              }).holds);
}

TEST(AsioWorld, SeesHowATaskEnds) {
  const Held held = search([](World& world) {
    asio::io_context io;
    world.spawn("alice", io, throw_later());
    io.run();
  });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("nobody looked at how the task alice ended: std::runtime_error: boom"),
            std::string::npos)
      << held.words;
}

TEST(AsioWorld, SeesWhatLeavesTheProgram) {
  const Held held = search([](World&) { throw std::runtime_error("boom"); });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("nobody looked at std::runtime_error: boom"), std::string::npos) << held.words;
}

// A handler that keeps its own loop alive.
TEST(AsioWorld, SeesOperationsThatAreLeftBehind) {
  const Held held = search([](World&) {
    struct Cycle {
      asio::io_context io;
      asio::steady_timer timer{io, 1h};
      std::shared_ptr<Cycle> self;
    };
    const auto cycle = std::make_shared<Cycle>();
    cycle->self = cycle;
    cycle->timer.async_wait([](auto) {});
    cycle->io.poll();
  });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(
      held.words.find("left-over: the program has ended, but this is left: main's async_wait on timer1"),
      std::string::npos)
      << held.words;
}

TEST(AsioWorld, SeesSocketsThatAreLeftOpen) {
  const Held held = search([](World&) {
    asio::io_context io;
    tcp::acceptor acceptor(io, port());
    static_cast<void>(acceptor.release());
  });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("left-over: the program has ended, but this is left: open: "), std::string::npos)
      << held.words;
}

// A task that a handler spawns begins in a step of its own.
TEST(AsioWorld, BeginsATaskAfterTheStepThatSpawnsIt) {
  const auto program = [](World& world) {
    asio::io_context io;
    std::string text;
    asio::post(io, [&] {
      world.spawn("a", io, add_letter(text, 'a'));
      text += '!';
    });
    io.run();
    world.log(text);
  };
  EXPECT_EQ(outcomes(program, SchedulingModel::realistic), (std::set<std::string>{"!aa\n"}));
}

TEST(AsioWorld, RunsOnSeveralThreads) {
  const auto program = [](World& world) {
    asio::io_context io;
    std::string text;
    asio::post(io, [&] { text += 'a'; });
    asio::post(io, [&] { text += 'b'; });
    std::thread other([&] { io.run(); });
    io.run();
    other.join();
    world.check_equal(text.size(), std::size_t{2}, "both handlers run");
  };
  const Held held = search(program);
  EXPECT_TRUE(held.holds) << held.words;
}

TEST(AsioWorld, RefusesACoroutinesHosts) {
  const Held held = search([](World& world) -> tornado::Future<void> {
    const OnHost there(world, "bank");
    co_return;
  });
  EXPECT_FALSE(held.holds);
  EXPECT_NE(held.words.find("a plain function, `void program(World&)`"), std::string::npos) << held.words;
}

awaitable<void> connect_to(tcp::endpoint endpoint, std::string& from) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(endpoint, use_awaitable);
  from = socket.local_endpoint().address().to_string();
}

TEST(AsioWorld, PutsTasksOnHosts) {
  const Held held = search([](World& world) {
    asio::io_context io;
    std::unique_ptr<tcp::acceptor> acceptor;
    tcp::endpoint there;
    std::string from;
    world.host("client");
    {
      const OnHost bank(world, "bank");
      acceptor = std::make_unique<tcp::acceptor>(io, tcp::endpoint(asio::ip::make_address("10.0.0.2"), 7777));
      there = acceptor->local_endpoint();
      world.spawn_daemon("bank", io, accept_and_keep(*acceptor));
    }
    world.spawn("client", io, connect_to(there, from));
    io.run();
    world.check_equal(from, std::string("10.0.0.1"), "the client has its own host");
  });
  EXPECT_TRUE(held.holds) << held.words;
}

}  // namespace

}  // namespace windtunnel
