// A key-value store over a network: a line is a request, a line is an answer. It knows neither a real network
// nor a simulated one: the server ships it, and the test searches it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tornado/tornado.hpp>
#include <utility>

/// `put KEY VALUE` is answered with `ok`, `get KEY` with `value VALUE` or `none`.
class KeyValueStore {
 public:
  explicit KeyValueStore(tornado::Network& network)
      : server_(
            [values = std::make_shared<Values>()](tornado::StreamPtr stream, const tornado::Address&) {
              return serve(std::move(stream), values);
            },
            network) {}

  /// Returns the port. Throws std::system_error if it is taken.
  std::uint16_t listen(std::uint16_t port, const std::string& ip = {}) { return server_.listen(port, ip); }

  /// Accepts nobody any more.
  void stop() { server_.stop(); }

 private:
  using Values = std::map<std::string, std::string>;

  static constexpr std::size_t longest_line = 4096;

  static tornado::Future<void> serve(tornado::StreamPtr stream, std::shared_ptr<Values> values) {
    for (;;) {
      const auto reading = stream->read_until("\n", longest_line);
      co_yield tornado::settled(reading);
      if (reading.exception()) co_return;  // the client is gone
      const auto writing = stream->write(answer(*values, reading.result()));
      co_yield tornado::settled(writing);
      if (writing.exception()) co_return;
    }
  }

  static std::string answer(Values& values, const std::string& request) {
    const std::string line = request.substr(0, request.size() - 1);
    const std::size_t space = line.find(' ', 4);
    if (line.starts_with("put ") && space != std::string::npos) {
      values[line.substr(4, space - 4)] = line.substr(space + 1);
      return "ok\n";
    }
    if (!line.starts_with("get ")) return "what is asked is put KEY VALUE or get KEY\n";
    const auto at = values.find(line.substr(4));
    return at == values.end() ? "none\n" : "value " + at->second + "\n";
  }

  tornado::TCPServer server_;
};

/// One connection to a store.
class KeyValueClient {
 public:
  /// The network must outlive the client.
  explicit KeyValueClient(tornado::Network& network) : tcp_(network) {}

  /// Fails with tornado::ResolveError or tornado::StreamClosedError.
  tornado::Future<void> connect(std::string host, std::uint16_t port) {
    const auto connecting = tcp_.connect(host, port);
    stream_ = co_yield connecting;
  }

  /// Sends a line and gives the answer, without its end. Fails with tornado::StreamClosedError.
  tornado::Future<std::string> ask(std::string line) {
    const auto writing = stream_->write(line + "\n");
    co_yield writing;
    const auto reading = stream_->read_until("\n");
    const std::string answer = co_yield reading;
    co_return answer.substr(0, answer.size() - 1);
  }

 private:
  tornado::TCPClient tcp_;
  tornado::StreamPtr stream_;
};
