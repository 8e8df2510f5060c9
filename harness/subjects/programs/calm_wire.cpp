#include "harness/subjects/programs/calm_wire.hpp"

#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::IOStream;
using tornado::StreamPtr;

constexpr std::uint32_t most_messages = 4;
constexpr tornado::Duration idle_time{3600};  // after which a server closes by itself
constexpr std::size_t longest_head = 300;     // in bytes, as all of these
constexpr std::size_t longest_body = 200;
constexpr std::size_t body_sizes[] = {5, 0, longest_body, longest_body + 1};
constexpr const char* connection_words[] = {"", "close", "keep-alive", "Keep-Alive"};

// A request, and what its sender knows of the response.
struct Message {
  bool old_version = false;  // HTTP/1.0
  std::string connection;
  bool posts = false;
  bool in_chunks = false;
  bool answered_in_parts = false;
  std::size_t head_size = 0;  // 0: as it comes
  std::string body;

  std::string head() const {
    std::string text = fmt::format("{} /{} HTTP/1.{}\r\nHost: server\r\n", posts ? "POST" : "GET",
                                   answered_in_parts ? "parts" : "whole", old_version ? 0 : 1);
    if (!connection.empty()) text += fmt::format("Connection: {}\r\n", connection);
    if (posts && in_chunks) text += "Transfer-Encoding: chunked\r\n";
    if (posts && !in_chunks) text += fmt::format("Content-Length: {}\r\n", body.size());
    constexpr std::string_view filler = "X-Filler: \r\n\r\n";
    if (head_size > text.size() + filler.size())
      text += fmt::format("X-Filler: {}\r\n", std::string(head_size - text.size() - filler.size(), 'f'));
    return text + "\r\n";
  }

  std::string text() const {
    if (!posts) return head();
    if (!in_chunks) return head() + body;
    const std::size_t half = body.size() / 2;
    std::string chunks;
    for (const std::string& chunk : {body.substr(0, half), body.substr(half)})
      if (!chunk.empty()) chunks += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
    return head() + chunks + "0\r\n\r\n";
  }

  bool refused() const { return head().size() > longest_head || (posts && body.size() > longest_body); }
  bool asks_to_keep() const { return connection == "keep-alive" || connection == "Keep-Alive"; }
  bool keeps() const { return old_version ? asks_to_keep() : connection != "close"; }
  std::string answer() const {
    return fmt::format("{} {}|{}", posts ? "POST" : "GET", posts ? body : "", "end");
  }
};

Message draw_message(World& world) {
  Message message;
  message.posts = world.choose(2, "wire/posts") == 1;
  message.old_version = world.choose(4, "wire/version") == 3;
  message.connection = connection_words[world.choose(std::size(connection_words), "wire/connection")];
  message.answered_in_parts = world.choose(2, "wire/parts") == 1;
  // As in the original, the end of such a response cannot be told.
  if (message.old_version && message.asks_to_keep()) message.answered_in_parts = false;
  message.in_chunks = message.posts && !message.old_version && world.choose(2, "wire/chunks") == 1;
  constexpr std::size_t head_sizes[] = {0, longest_head, longest_head + 1};
  message.head_size = head_sizes[world.choose(std::size(head_sizes), "wire/head")];
  if (message.posts) {
    message.body.resize(body_sizes[world.choose(std::size(body_sizes), "wire/body")]);
    for (std::size_t at = 0; at < message.body.size(); ++at)
      message.body[at] = static_cast<char>('a' + at % 23);
  }
  return message;
}

class WholeHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> get() override { return echo(); }
  Future<void> post() override { return echo(); }
  Future<void> echo() {
    write(fmt::format("{} {}|end", request().method, request().body));
    co_return;
  }
};

class PiecewiseHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> get() override { return echo(); }
  Future<void> post() override { return echo(); }
  Future<void> echo() {
    const std::vector<std::string> parts = {request().method + " ", request().body, "|", "end"};
    for (const std::string& part : parts) {
      write(part);
      const Future<void> sent = flush();
      co_yield sent;
    }
  }
};

// What the browser read.
struct Response {
  std::string head;
  std::string body;

  bool says(std::string_view line) const {
    return head.find(fmt::format("\r\n{}\r\n", line)) != std::string::npos;
  }
};

Future<void> read_chunks(IOStream& stream, std::string& body) {
  for (;;) {
    const Future<std::string> reading = stream.read_until("\r\n");
    const std::string line = co_yield reading;
    const std::size_t size = std::stoul(line, nullptr, 16);
    const Future<std::string> reading_chunk = stream.read_bytes(size + 2);
    const std::string chunk = co_yield reading_chunk;
    if (size == 0) break;
    body += chunk.substr(0, size);
  }
}

Future<void> read_response(IOStream& stream, Response& response) {
  const Future<std::string> head = stream.read_until("\r\n\r\n");
  const std::string text = co_yield head;
  response.head = text;
  constexpr std::string_view length = "\r\nContent-Length: ";
  const std::size_t at = response.head.find(length);
  if (at != std::string::npos) {
    const std::size_t size = std::stoul(response.head.substr(at + length.size()));
    const Future<std::string> reading = stream.read_bytes(size);
    const std::string body = co_yield reading;
    response.body = body;
  } else if (response.says("Transfer-Encoding: chunked")) {
    const Future<void> reading = read_chunks(stream, response.body);
    co_yield reading;
  } else {
    const Future<std::string> reading = stream.read_until_close();
    const std::string body = co_yield reading;
    response.body = body;
  }
}

void judge(World& world, const Message& message, const Response& response) {
  world.check(response.head.starts_with("HTTP/1.1 200 OK\r\n"), "the request is answered with a page");
  world.check_equal(response.body, message.answer(), "the page");
  const bool promised = message.old_version && message.asks_to_keep();
  world.check(response.says("Connection: Keep-Alive") == promised,
              "an old browser is told that the connection stays");
  if (message.answered_in_parts)
    world.check(response.says("Transfer-Encoding: chunked") == !message.old_version,
                "parts are sent as chunks");
  else
    world.check(response.says(fmt::format("Content-Length: {}", message.answer().size())),
                "the length is told");
}

// Drops what follows the last message that is answered. A server that closes with something unread resets the
// connection, and what it has answered may be lost.
void keep_answered(std::vector<Message>& messages) {
  for (auto message = messages.begin(); message != messages.end(); ++message) {
    if (message->refused()) return static_cast<void>(messages.erase(message, messages.end()));
    if (!message->keeps()) return static_cast<void>(messages.erase(message + 1, messages.end()));
  }
}

// Sends the messages and reads the responses to those that are answered; then the connection must end.
Future<void> browse(World& world, tornado::TCPClient tcp, int& read) {
  std::vector<Message> messages(1 + world.choose(most_messages, "wire/messages"));
  for (Message& message : messages) message = draw_message(world);
  const bool pipelined = world.choose(2, "wire/pipelined") == 1;
  if (pipelined) keep_answered(messages);
  const Future<StreamPtr> connecting = tcp.connect("server", 80);
  const StreamPtr stream = co_yield connecting;
  if (pipelined) {
    std::string all;
    for (const Message& message : messages) all += message.text();
    const Future<void> sending = stream->write(std::move(all));
    sending.add_done_callback([](const Future<void>& sent) { static_cast<void>(sent.exception()); });
  }
  bool open = true;
  const bool timers_jump = world.model() == core::SchedulingModel::adversarial;
  for (const Message& message : messages) {
    // The adversarial model lets the time for an idle connection pass meanwhile.
    if (stream->closed() && timers_jump) co_return;
    if (!pipelined) {
      const Future<void> sending = stream->write(message.text());
      sending.add_done_callback([](const Future<void>& sent) { static_cast<void>(sent.exception()); });
    }
    open = !message.refused();
    if (!open) break;
    Response response;
    const Future<void> reading = read_response(*stream, response);
    co_yield tornado::settled(reading);
    if (reading.exception() && timers_jump) co_return;
    world.check(!reading.exception(), "the response comes whole");
    judge(world, message, response);
    ++read;
    open = message.keeps();
    if (!open) break;
  }
  if (open) {
    stream->close();
    co_return;
  }
  const tornado::Time asked = world.loop().time();
  const Future<std::string> rest = stream->read_until_close();
  co_yield tornado::settled(rest);
  world.check(timers_jump || world.loop().time() - asked < idle_time,
              "the connection ends before it has been idle for long");
  world.check(rest.exception() || rest.result().empty(), "nothing comes after the last response");
}

}  // namespace

Future<void> run_calm_wire(World& world) {
  tornado::LinkSettings settings;
  settings.faults = tornado::harmless_faults;
  tornado::SimNetwork& network = world.network(settings);
  tornado::web::Application application;
  application.add_handler<WholeHandler>("/whole");
  application.add_handler<PiecewiseHandler>("/parts");
  tornado::http::ServerOptions limits;
  limits.idle_connection_timeout = idle_time;
  limits.max_header_size = longest_head;
  limits.max_body_size = longest_body;
  tornado::http::HTTPServer server(std::ref(application), limits, world.host("server"));
  server.listen(80);
  int read = 0;
  world.spawn("browser", browse, tornado::TCPClient(world.host("browser")), std::ref(read));
  co_yield world.join();
  world.log(fmt::format("{} responses", read));
  server.stop();
  world.check_equal(server.connections(), std::size_t{0}, "connections of the server");
  world.check_equal(network.open_sockets(), std::size_t{0}, "sockets that are open");
}

}  // namespace windtunnel::subjects
