#include "tests/programs/key_value.hpp"

#include <exception>
#include <utility>

namespace key_value {

using tornado::Future;
using tornado::StreamPtr;

namespace {

constexpr std::size_t length_size = 4;
constexpr std::size_t longest = std::size_t{1} << 20U;

std::size_t length_of(const std::string& header) {
  std::size_t length = 0;
  for (const char byte : header) length = length << 8U | static_cast<unsigned char>(byte);
  return length;
}

// A connection that nobody waits for any more is closed when it comes.
void close_when_connected(const Future<StreamPtr>& connecting) {
  connecting.add_done_callback([](const Future<StreamPtr>& connected) {
    if (!connected.exception()) connected.result()->close();
  });
}

}  // namespace

std::string framed(const std::string& message) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(message.size() >> shift & 0xffU);
  return bytes + message;
}

Future<std::string> read_message(StreamPtr stream) {
  const Future<std::string> reading_length = stream->read_bytes(length_size);
  const std::string header = co_yield reading_length;
  const std::size_t length = length_of(header);
  if (length > longest) throw ProtocolError("a message of " + std::to_string(length) + " bytes");
  const Future<std::string> reading = stream->read_bytes(length);
  co_return co_yield reading;
}

namespace {

// Wrong: a segment is whatever has arrived, which need not be a message.
Future<std::string> read_segment(StreamPtr stream) {
  const Future<std::string> reading = stream->read_bytes(longest, true);
  const std::string segment = co_yield reading;
  co_return segment.substr(std::min(segment.size(), length_size));
}

}  // namespace

Server::Server(tornado::Network& network, Reading reading)
    : server_(
          [store = store_, reading](StreamPtr stream, const tornado::Address&) {
            return serve(std::move(stream), store, reading);
          },
          network) {}

Future<void> Server::serve(StreamPtr stream, std::shared_ptr<Store> store, Reading reading) {
  try {
    for (;;) {
      const Future<std::string> next =
          reading == Reading::messages ? read_message(stream) : read_segment(stream);
      const std::string request = co_yield next;
      const std::string reply = answer(*store, request);
      const Future<void> writing = stream->write(framed(reply));
      co_yield writing;
    }
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  } catch (const ProtocolError&) {
    stream->close();
  }
}

std::string Server::answer(Store& store, const std::string& request) {
  if (request.empty()) throw ProtocolError("an empty request");
  if (request[0] == 'G') {
    const auto at = store.find(request.substr(1));
    return at == store.end() ? "-" : "=" + at->second;
  }
  if (request[0] != 'P' || request.size() < 2) throw ProtocolError("no request");
  const auto key_size = static_cast<std::size_t>(static_cast<unsigned char>(request[1]));
  if (request.size() < 2 + key_size) throw ProtocolError("a key that is cut short");
  store[request.substr(2, key_size)] = request.substr(2 + key_size);
  return "+";
}

struct Client::Connection {
  tornado::TCPClient tcp;
  std::string host;
  std::uint16_t port;
  tornado::Duration timeout;
  StreamPtr stream;
  std::uint32_t current_call = 0;  // another one than a call that was given up

  void close() {
    if (const StreamPtr closing = std::exchange(stream, nullptr)) closing->close();
  }
};

Client::Client(tornado::Network& network, std::string host, std::uint16_t port, tornado::Duration timeout)
    : connection_(std::make_shared<Connection>(
          Connection{tornado::TCPClient(network), std::move(host), port, timeout, nullptr})) {}

Future<void> Client::put(std::string key, std::string value) {
  const std::string request = std::string("P") + static_cast<char>(key.size()) + key + value;
  const Future<std::string> calling = call(connection_, request);
  const std::string reply = co_yield calling;
  if (reply != "+") throw ProtocolError("the answer to a put is '" + reply + "'");
}

Future<std::optional<std::string>> Client::get(std::string key) {
  const std::string request = "G" + key;
  const Future<std::string> calling = call(connection_, request);
  const std::string reply = co_yield calling;
  if (reply == "-") co_return std::nullopt;
  if (reply.empty() || reply[0] != '=') throw ProtocolError("the answer to a get is '" + reply + "'");
  co_return reply.substr(1);
}

// Whatever fails, the connection is of no use any more: an answer may still come on it.
Future<std::string> Client::call(std::shared_ptr<Connection> connection, std::string request) {
  const Future<std::string> exchanging = exchange(connection, std::move(request), ++connection->current_call);
  const Future<std::string> limited = tornado::with_timeout(connection->timeout, exchanging);
  co_yield tornado::settled(limited);
  if (!limited.exception()) co_return limited.result();
  ++connection->current_call;  // the exchange may go on, and must not give its connection to the next call
  connection->close();
  co_return tornado::Failure(limited.exception());
}

Future<std::string> Client::exchange(std::shared_ptr<Connection> connection, std::string request,
                                     std::uint32_t call) {
  if (connection->stream == nullptr || connection->stream->closed()) {
    const Future<StreamPtr> connecting = connection->tcp.connect(connection->host, connection->port);
    const Future<StreamPtr> limited = tornado::with_timeout(connection->timeout, connecting);
    co_yield tornado::settled(limited);
    if (std::exception_ptr error = limited.exception()) {
      close_when_connected(connecting);
      co_return tornado::Failure(error);
    }
    if (call != connection->current_call) {
      limited.result()->close();
      co_return tornado::Failure(std::make_exception_ptr(tornado::TimeoutError("the call was given up")));
    }
    connection->stream = limited.result();
  }
  const StreamPtr stream = connection->stream;
  const Future<void> writing = stream->write(framed(request));
  co_yield writing;
  const Future<std::string> reading = read_message(stream);
  co_return co_yield reading;
}

void Client::close() {
  connection_->close();
}

}  // namespace key_value
