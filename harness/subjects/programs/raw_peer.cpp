#include "harness/subjects/programs/raw_peer.hpp"

#include <fmt/format.h>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "harness/subjects/programs/scripted_handler.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/http/text.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel::subjects {

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

// Answers each connection with the bytes once its request has come, then closes it.
Future<void> answer(StreamPtr stream, std::string_view bytes, bool closes) {
  try {
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
  } catch (const tornado::StreamClosedError&) {
    // The client has given up.
  }
}

// A simple one first; refused ones are among the others.
http::HTTPRequest draw_request(World& world) {
  constexpr const char* methods[] = {"GET", "HEAD", "POST", "PUT", "BREW"};
  constexpr const char* urls[] = {"http://example.com/", "http://user:word@example.com/"};
  http::HTTPRequest request(urls[world.choose(2, "wire/user")]);
  request.method = methods[world.choose(5, "wire/method")];
  if ((request.method[0] == 'P') != (world.choose(2, "wire/odd_body") == 1)) request.body = "body";
  if (world.choose(2, "wire/auth") == 1) request.auth_username = "user";
  request.allow_nonstandard_methods = world.choose(2, "wire/any_method") == 1;
  request.expect_100_continue = world.choose(2, "wire/expect") == 1;
  return request;
}

Future<void> fetch_page(World& world, std::string_view bytes) {
  // As in the original, what is wrong with an answer leaves a callback if the connection has failed before.
  world.allow_escaped();
  tornado::SimNetwork& network = world.network(pieces());
  const bool closes = world.choose(2, "wire/keeps") == 0;
  int connections = 0;
  tornado::TCPServer server(
      [bytes, closes, &connections](StreamPtr stream, const tornado::Address&) {
        ++connections;
        return answer(std::move(stream), bytes, closes);
      },
      world.host("example.com"));
  server.listen(80);
  http::ClientOptions limits;
  limits.max_body_size = 4096;
  const http::AsyncHTTPClient client(limits, world.host("browser"));
  const http::HTTPRequest request = draw_request(world);
  int calls = 0;
  const auto future = client.fetch(request, [&](const http::HTTPResponse& response) {
    ++calls;
    world.log(fmt::format("{} {}", response.code, response.body.size()));
    try {
      response.rethrow();
    } catch (const std::exception& error) {
      world.log(error.what());
    }
  });
  co_yield world.join();
  world.check(calls == 1, fmt::format("the callback is called once; it was {} times", calls));
  world.check(future.done(), "the Future is done");
  world.check(connections <= 1 + request.max_redirects,
              fmt::format("one fetch makes few connections; it made {}", connections));
  client.close();
  server.stop();
  world.check(network.open_sockets() == 0, fmt::format("no socket is left; {} are", network.open_sockets()));
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

Future<void> serve_bytes(World& world, std::string_view bytes) {
  world.network(pieces());
  tornado::web::Application application({[](const std::string& text) { return text; }});
  application.add_handler<RefusingHandler>("/refused");
  application.add_handler<ScriptedHandler>("/(.*)");
  http::ServerOptions limits;
  limits.max_body_size = 4096;
  limits.idle_connection_timeout = Duration(60);
  limits.body_timeout = Duration(60);
  http::HTTPServer server(std::ref(application), limits, world.host("server"));
  server.listen(80);
  std::string answers;
  const bool closes = world.choose(2, "wire/keeps") == 1;
  std::optional<Future<void>> closed;
  if (const std::uint32_t when = world.choose(3, "wire/ends"); when > 0) {
    world.loop().call_later(Duration(when - 1), [&] {
      server.stop();
      closed = server.close_all_connections();
    });
  }
  const Future<void> sent = send(tornado::TCPClient(world.host("browser")), bytes, closes, answers);
  co_yield world.join();
  static_cast<void>(sent.done() && sent.exception());
  world.check(sent.done(), "the browser does not wait for ever");
  world.check(server.connections() == 0, "no connection is left");
  world.check(!closed || (closed->done() && !closed->exception()), "the server has closed its connections");
  // A server that closes with something unread cuts its answer where it is.
  const std::string_view begin = std::string_view("HTTP/1.1 ").substr(0, answers.size());
  world.check(answers.starts_with(begin), "an answer is a response: " + answers.substr(0, 200));
}

// As they are read once they were written: a folded line keeps the blanks at its end, as in the original.
http::HTTPHeaders without_outer_blanks(const http::HTTPHeaders& headers) {
  http::HTTPHeaders stripped;
  headers.for_each([&](std::string_view name, std::string_view value) {
    stripped.add(name, std::string(http::stripped(value)));
  });
  return stripped;
}

template <class Parse>
std::string_view broken(std::string_view bytes, Parse parse) {
  try {
    const auto head = parse(bytes);
    if (!head.framing_error.empty()) return {};
    const auto again = parse(http::to_text(head.start_line, head.headers));
    if (again.headers != without_outer_blanks(head.headers))
      return "a head is read as another after it was written: its headers";
    auto start_line = head.start_line;
    start_line.version = again.start_line.version;  // 1.1 is what is written
    if (!(again.start_line == start_line))
      return "a head is read as another after it was written: its first line";
  } catch (const http::HTTPInputError&) {
    return {};
  } catch (const std::invalid_argument&) {  // a fold of nothing
    return {};
  }
  return {};
}

}  // namespace

WorldProgram fetch_from_raw_peer(std::string_view bytes) {
  return [bytes](World& world) { return fetch_page(world, bytes); };
}

WorldProgram serve_raw_peer(std::string_view bytes) {
  return [bytes](World& world) { return serve_bytes(world, bytes); };
}

std::string_view broken_round_trip(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return {};
  const std::string_view head = bytes.substr(0, end + 4);
  const std::string_view request = broken(head, http::parse_request_head);
  return request.empty() ? broken(head, http::parse_response_head) : request;
}

}  // namespace windtunnel::subjects
