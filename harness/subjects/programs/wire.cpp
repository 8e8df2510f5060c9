#include "harness/subjects/programs/wire.hpp"

#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <string>

#include "harness/subjects/native_run.hpp"
#include "harness/subjects/programs/deed_handler.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::StreamPtr;
namespace http = tornado::http;

tornado::LinkSettings pieces() {
  tornado::LinkSettings settings;
  settings.faults = tornado::harmless_faults;
  return settings;
}

void require(bool holds, const std::string& words) {
  if (!holds) throw std::logic_error(words);
}

std::string_view bytes_of(const void* data) {
  return static_cast<const WireBytes*>(data)->bytes;
}

// Answers each connection with the bytes once its request has come, then closes it.
Future<void> answer(StreamPtr stream, std::string_view bytes, bool closes) {
  const std::string request = co_yield stream->read_until("\r\n\r\n");
  if (!bytes.empty()) {
    const Future<void> sent = stream->write(std::string(bytes));
    co_yield sent;
  }
  // A server that keeps its connection open waits for the client to close it.
  if (!closes) {
    const std::string rest = co_yield stream->read_until_close();
  }
  stream->close();
}

// A simple one first; refused ones are among the others.
http::HTTPRequest draw_request(NativeRun& run) {
  constexpr const char* methods[] = {"GET", "HEAD", "POST", "PUT", "BREW"};
  constexpr const char* urls[] = {"http://example.com/", "http://user:word@example.com/"};
  http::HTTPRequest request(urls[run.draw("wire/user", 2)]);
  request.method = methods[run.draw("wire/method", 5)];
  if ((request.method[0] == 'P') != (run.draw("wire/odd_body", 2) == 1)) request.body = "body";
  if (run.draw("wire/auth", 2) == 1) request.auth_username = "user";
  request.allow_nonstandard_methods = run.draw("wire/any_method", 2) == 1;
  request.expect_100_continue = run.draw("wire/expect", 2) == 1;
  return request;
}

void run_client(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  NativeRun run(choices, options, trace);
  tornado::SimNetwork network(run.loop(), pieces());
  tornado::SimHost& browser = network.add_host("browser");
  tornado::SimHost& origin = network.add_host("example.com");
  const bool closes = run.draw("wire/keeps", 2) == 0;
  int connections = 0;
  tornado::TCPServer server(
      [bytes = bytes_of(data), closes, &connections](StreamPtr stream, const tornado::Address&) {
        ++connections;
        return answer(std::move(stream), bytes, closes);
      },
      origin);
  server.listen(80);
  http::ClientOptions limits;
  limits.max_body_size = 4096;
  const http::AsyncHTTPClient client(limits, browser);
  const http::HTTPRequest request = draw_request(run);
  int calls = 0;
  const auto future = client.fetch(request, [&](const http::HTTPResponse& response) {
    ++calls;
    run.log(fmt::format("{} {}", response.code, response.body.size()));
    try {
      response.rethrow();
    } catch (const std::exception& error) {
      run.log(error.what());
    }
  });
  run.fly();
  if (trace.livelock) return;
  require(calls == 1, fmt::format("the callback was called {} times", calls));
  require(future.done(), "the Future is pending");
  require(connections <= 1 + request.max_redirects,
          fmt::format("one fetch made {} connections", connections));
  client.close();
  server.stop();
  require(network.open_sockets() == 0, fmt::format("{} sockets are left", network.open_sockets()));
}

class RefusingHandler final : public tornado::web::RequestHandler {};

// Sends the bytes, reads until the server closes or nothing more comes, closes.
Future<void> send(tornado::TCPClient client, std::string_view bytes, bool closes, std::string& answers) {
  const Future<StreamPtr> connecting = client.connect("server", 80);
  const StreamPtr stream = co_yield connecting;
  if (!bytes.empty()) {
    const Future<void> sent = stream->write(std::string(bytes));
    co_yield sent;
  }
  if (closes) stream->close();
  while (!stream->closed()) {
    const std::string part = co_yield stream->read_bytes(65536, true);
    answers += part;
  }
}

void run_server(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  NativeRun run(choices, options, trace);
  tornado::SimNetwork network(run.loop(), pieces());
  tornado::SimHost& browser = network.add_host("browser");
  tornado::SimHost& host = network.add_host("server");
  tornado::web::Application application({[](const std::string& text) { return text; }});
  application.add_handler<RefusingHandler>("/refused");
  application.add_handler<DeedHandler>("/(.*)");
  http::ServerOptions limits;
  limits.max_body_size = 4096;
  limits.idle_connection_timeout = Duration(60);
  limits.body_timeout = Duration(60);
  http::HTTPServer server(std::ref(application), limits, host);
  server.listen(80);
  std::string answers;
  const bool closes = run.draw("wire/keeps", 2) == 1;
  std::optional<Future<void>> closed;
  if (const std::uint32_t when = run.draw("wire/ends", 3); when > 0) {
    run.loop().call_later(Duration(when - 1), [&] {
      server.stop();
      closed = server.close_all_connections();
    });
  }
  const Future<void> sent = send(tornado::TCPClient(browser), bytes_of(data), closes, answers);
  run.fly();
  if (trace.livelock) return;
  static_cast<void>(sent.done() && sent.exception());
  require(sent.done(), "the browser waits for ever");
  require(server.connections() == 0, "a connection is left");
  require(!closed || (closed->done() && !closed->exception()), "the server has not closed its connections");
  // A server that closes with something unread cuts its answer where it is.
  const std::string_view begin = std::string_view("HTTP/1.1 ").substr(0, answers.size());
  require(answers.starts_with(begin), "an answer is no response: " + answers.substr(0, 200));
}

template <class Parse>
std::string_view broken(std::string_view bytes, Parse parse) {
  try {
    const auto head = parse(bytes);
    if (!head.framing_error.empty()) return {};
    const auto again = parse(http::to_text(head.start_line, head.headers));
    if (again.headers != head.headers) return "a head is read as another after it was written: its headers";
    auto start_line = head.start_line;
    start_line.version = again.start_line.version;  // 1.1 is what is written
    if (!(again.start_line == start_line))
      return "a head is read as another after it was written: its first line";
  } catch (const http::HTTPInputError&) {
    return {};
  }
  return {};
}

}  // namespace

Subject wire_to_client(const WireBytes& wire) {
  return {run_client, &wire, all_guarantees};
}

Subject wire_to_server(const WireBytes& wire) {
  return {run_server, &wire, all_guarantees};
}

std::string_view broken_round_trip(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return {};
  const std::string_view head = bytes.substr(0, end + 4);
  const std::string_view request = broken(head, http::parse_request_head);
  return request.empty() ? broken(head, http::parse_response_head) : request;
}

}  // namespace windtunnel
