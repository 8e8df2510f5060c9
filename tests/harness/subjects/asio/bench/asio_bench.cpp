// Schedules a second of programs of Asio: asio_bench [RUNS].
#include <asio.hpp>
#include <cstdlib>
#include <windtunnel/asio.hpp>

#include "tests/harness/subjects/asio/bench/measure.hpp"

namespace {

using namespace windtunnel;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using core::SchedulingModel;

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

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t runs = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20'000;
  measure_schedules("3 tasks, 4 steps, adversarial", three_tasks, SchedulingModel::adversarial, runs);
  measure_schedules("3 tasks, 4 steps, realistic", three_tasks, SchedulingModel::realistic, runs);
  measure_schedules("echo, adversarial", echo, SchedulingModel::adversarial, runs);
  measure_schedules("echo, realistic", echo, SchedulingModel::realistic, runs);
}
