// What most tests of HTTP need: a network with a client's host and an origin server, whose answers are bytes
// that the test writes down.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/async_http_client.hpp"
#include "runtime/net/tcp_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado::http {

/// What an origin does with a connection: sends these bytes once it has the request's head, and then closes
/// it, resets it, or leaves it open.
struct Answer {
  enum class Then { close, reset, keep };
  std::string bytes;
  Then then = Then::keep;
  Duration delay{0};  ///< before the bytes
};

/// A world with one client, on the host "client", and an origin at http://example.com/.
class HttpWorld : public LoopFixture {
 public:
  explicit HttpWorld(ClientOptions options = {}, const LinkSettings& link = {})
      : network(loop, link),
        client_host(network.add_host("client")),
        origin_host(network.add_host("example.com")),
        client(options, client_host),
        origin([this](StreamPtr stream, const Address&) { return serve(this, std::move(stream)); },
               origin_host) {
    origin.listen(80);
  }

  /// The answers to the next connections; the last one stays.
  void answers(std::vector<Answer> list) { answers_.assign(list.begin(), list.end()); }

  /// What a fetch comes to, in words: the code, the reason and the body, or the error.
  static std::string outcome(const HTTPResponse& response) {
    if (response.error) return "! " + message_of(response.error);
    return std::to_string(response.code) + " " + response.reason + ": " + response.body;
  }
  static std::string outcome(const Future<HTTPResponse>& future) {
    if (!future.done()) return "-";
    if (const std::exception_ptr error = future.exception()) return "! " + message_of(error);
    return outcome(future.result());
  }

  /// The outcome of one fetch that is alone in the world.
  std::string fetch(HTTPRequest request) {
    const Future<HTTPResponse> future = client.fetch(std::move(request), false);
    loop.start();
    return outcome(future);
  }
  std::string fetch_of(const std::string& bytes, Answer::Then then = Answer::Then::close) {
    answers({{bytes, then}});
    return fetch("http://example.com/");
  }

  SimNetwork network;
  SimHost& client_host;
  SimHost& origin_host;
  AsyncHTTPClient client;
  TCPServer origin;
  std::vector<std::string> requests;  ///< that came to the origin, heads and what came with them
  std::vector<StreamPtr> open;        ///< connections that the origin left open

 private:
  // A client that goes is no error of the origin's.
  static Future<void> serve(HttpWorld* world, StreamPtr stream) {
    const Future<void> answered = answer(world, std::move(stream));
    co_yield settled(answered);
    static_cast<void>(answered.exception());
  }

  static Future<void> answer(HttpWorld* world, StreamPtr stream) {
    const Answer said = world->answers_.empty() ? Answer() : world->answers_.front();
    if (world->answers_.size() > 1) world->answers_.pop_front();
    // What a closed socket has not read resets the connection.
    const std::size_t most = said.then == Answer::Then::reset ? 1 : 65536;
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos && most > 1) {
      const std::string part = co_yield stream->read_bytes(most, true);
      head += part;
    }
    world->requests.push_back(head);
    if (said.delay.count() > 0) co_yield sleep(said.delay);
    if (!said.bytes.empty()) static_cast<void>(stream->write(said.bytes));
    if (said.then == Answer::Then::keep) {
      world->open.push_back(stream);
    } else {
      if (said.then == Answer::Then::reset) co_yield sleep(Duration(1));
      stream->close();
    }
  }

  std::deque<Answer> answers_;
};

/// A response of that head and body.
inline std::string response(const std::string& fields, const std::string& body,
                            const std::string& start_line = "HTTP/1.1 200 OK") {
  return start_line + "\r\n" + fields + "\r\n" + body;
}

/// A response with a Content-Length.
inline std::string sized(const std::string& body, const std::string& start_line = "HTTP/1.1 200 OK",
                         const std::string& fields = {}) {
  return response("Content-Length: " + std::to_string(body.size()) + "\r\n" + fields, body, start_line);
}

}  // namespace tornado::http
