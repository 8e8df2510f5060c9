// A bank over TCP: a server that keeps accounts, and a client that moves money. Ordinary Asio code, which
// knows nothing of tests.
#pragma once

#include <asio.hpp>
#include <map>
#include <set>
#include <string>

/// Whether a bank that gets a request again remembers that it has done it.
enum class Repeated { done_again, remembered };

/// The server. A request is a line "NUMBER FROM TO AMOUNT"; the answer is the line "done".
class Bank {
 public:
  explicit Bank(Repeated repeated) : repeated_(repeated) {}

  /// Serves every connection that comes, for ever.
  asio::awaitable<void> serve(asio::ip::tcp::acceptor& acceptor);
  int balance(const std::string& account) const { return balances_.at(account); }

 private:
  asio::awaitable<void> serve_one(asio::ip::tcp::socket socket);
  void move(const std::string& request);

  const Repeated repeated_;
  std::map<std::string, int> balances_{{"alice", 100}, {"bob", 100}};
  std::set<int> seen_;
};

/// The client: sends the request and waits a second for the answer. If there is none, it tries again, three
/// times at most. Returns whether an answer came.
asio::awaitable<bool> move_money(asio::ip::tcp::endpoint bank, std::string request);
