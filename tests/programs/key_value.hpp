// A small key-value store over a network, written as a user would write it: a protocol of its own, a server
// and a client on IOStream. A message is its length, four bytes with the high one first, and that many bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "runtime/tornado.hpp"

namespace key_value {

/// A malformed message, or an answer that nobody expects.
class ProtocolError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The message with its length in front.
std::string framed(const std::string& message);

/// Reads a message. Throws ProtocolError for one of more than a mebibyte.
tornado::Future<std::string> read_message(tornado::StreamPtr stream);

/// How a server reads: as it should, or as if each message came in a segment of its own, which is the bug
/// that everybody makes once.
enum class Reading : std::uint8_t { messages, segments };

/// Keeps values by key, and answers `P` + length of the key + key + value with `+`, `G` + key with `=` +
/// value or `-`. A malformed request ends the connection.
class Server {
 public:
  explicit Server(tornado::Network& network, Reading reading = Reading::messages);

  void listen(std::uint16_t port) { server_.listen(port); }

 private:
  using Store = std::map<std::string, std::string>;

  static tornado::Future<void> serve(tornado::StreamPtr stream, std::shared_ptr<Store> store,
                                     Reading reading);
  static std::string answer(Store& store, const std::string& request);

  std::shared_ptr<Store> store_ = std::make_shared<Store>();
  tornado::TCPServer server_;
};

/// One connection to a server, made anew when it breaks. A call that fails may or may not have been carried
/// out. A call may outlive its client: it shares the connection.
class Client {
 public:
  Client(tornado::Network& network, std::string host, std::uint16_t port, tornado::Duration timeout);

  /// Fails with TimeoutError, StreamClosedError, ResolveError or ProtocolError.
  tornado::Future<void> put(std::string key, std::string value);
  tornado::Future<std::optional<std::string>> get(std::string key);

  void close();

 private:
  struct Connection;

  static tornado::Future<std::string> call(std::shared_ptr<Connection> connection, std::string request);
  static tornado::Future<std::string> exchange(std::shared_ptr<Connection> connection, std::string request,
                                               std::uint32_t call);

  std::shared_ptr<Connection> connection_;
};

}  // namespace key_value
