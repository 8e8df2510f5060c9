#include "bank.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <sstream>
#include <utility>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

awaitable<void> Bank::serve(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve_one(std::move(socket)), asio::detached);
  }
}

awaitable<void> Bank::serve_one(tcp::socket socket) {
  try {
    std::string request;
    co_await asio::async_read_until(socket, asio::dynamic_buffer(request), '\n', use_awaitable);
    move(request);
    co_await asio::async_write(socket, asio::buffer("done\n", 5), use_awaitable);
  } catch (const asio::system_error&) {
    // The client is gone.
  }
}

void Bank::move(const std::string& request) {
  std::istringstream words(request);
  int number = 0;
  std::string from;
  std::string to;
  int amount = 0;
  words >> number >> from >> to >> amount;
  if (repeated_ == Repeated::remembered && !seen_.insert(number).second) return;
  balances_[from] -= amount;
  balances_[to] += amount;
}

namespace {

awaitable<void> ask(tcp::socket& socket, tcp::endpoint bank, const std::string& request) {
  co_await socket.async_connect(bank, use_awaitable);
  co_await asio::async_write(socket, asio::buffer(request + "\n"), use_awaitable);
  std::string answer;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(answer), '\n', use_awaitable);
}

}  // namespace

awaitable<bool> move_money(tcp::endpoint bank, std::string request) {
  const auto executor = co_await asio::this_coro::executor;
  for (int attempt = 0; attempt < 3; ++attempt) {
    tcp::socket socket(executor);
    asio::steady_timer timeout(executor, 1s);
    const auto first = co_await (ask(socket, bank, request) || timeout.async_wait(use_awaitable));
    if (first.index() == 0) co_return true;
  }
  co_return false;
}
