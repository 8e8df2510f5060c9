// HTTPServer: takes connections from a TCPServer and gives each request that comes over them to a function or
// to an application.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "runtime/http/server_connection.hpp"
#include "runtime/http/server_request.hpp"
#include "runtime/net/tcp_server.hpp"

namespace tornado::http {

/// How a server works.
struct ServerOptions {
  bool no_keep_alive = false;
  std::size_t chunk_size = 65536;
  std::size_t max_header_size = 65536;
  std::size_t max_body_size = std::size_t{100} << 20U;
  std::size_t max_buffer_size = std::size_t{100} << 20U;
  Duration idle_connection_timeout{3600};  ///< for the next request to begin and its head to arrive
  std::optional<Duration> body_timeout{};  ///< for a body to arrive
};

/// Gets whole requests. It answers by the request's connection: write_headers, write, finish.
using RequestCallback = std::function<void(std::shared_ptr<HTTPServerRequest>)>;

/// A server. Connections go on without it until close_all_connections.
class HTTPServer {
 public:
  /// Serves with what `on_request` does with a request; what it throws is logged and closes the connection.
  explicit HTTPServer(RequestCallback on_request, const ServerOptions& options = ServerOptions(),
                      Network& network = Network::current());
  HTTPServer(const HTTPServer&) = delete;
  HTTPServer& operator=(const HTTPServer&) = delete;
  ~HTTPServer();

  /// Begins to serve at the port, of one address or of all; returns the port, which 0 leaves open. Throws
  /// std::system_error.
  std::uint16_t listen(std::uint16_t port, const std::string& ip = {});

  /// Takes no more connections.
  void stop();

  /// Closes those that there are; done when nothing goes on on them any more.
  Future<void> close_all_connections();

  /// How many there are.
  std::size_t connections() const;

 private:
  class Connections;

  std::shared_ptr<Connections> connections_;
  TCPServer tcp_server_;
};

}  // namespace tornado::http
