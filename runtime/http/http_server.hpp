// HTTPServer: takes connections from a TCPServer and gives each of their requests to a function or to an
// application.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/server_connection.hpp"
#include "runtime/http/server_request.hpp"
#include "runtime/net/tcp_server.hpp"

namespace tornado::http {

/// The options of a server.
struct ServerOptions {
  bool no_keep_alive = false;
  std::size_t chunk_size = 65536;
  std::size_t max_header_size = 65536;
  std::optional<std::size_t> max_body_size{};  ///< none: max_buffer_size
  std::size_t max_buffer_size = std::size_t{100} << 20U;
  Duration idle_connection_timeout{3600};  ///< time for the next request to begin and its head to arrive
  std::optional<Duration> body_timeout{};  ///< time for a body to arrive
  bool decompress_request = false;         ///< expand bodies with the Content-Encoding gzip
  /// Believe what a proxy says of the browser: X-Real-Ip, X-Forwarded-For, X-Scheme, X-Forwarded-Proto.
  bool xheaders = false;
  std::vector<std::string> trusted_downstream{};  ///< proxies that X-Forwarded-For may name last
  std::string protocol = "http";                  ///< of its requests; "https" behind a proxy that has TLS
};

/// Something that wants to see requests as they come, before their bodies: an application.
class RequestRouter {
 public:
  RequestRouter() = default;
  RequestRouter(const RequestRouter&) = delete;
  RequestRouter& operator=(const RequestRouter&) = delete;
  virtual ~RequestRouter() = default;

  /// The delegate for the next request on the connection.
  virtual std::shared_ptr<MessageDelegate> start_request(std::shared_ptr<HTTP1Connection> connection) = 0;
};

/// Gets complete requests. It responds through the request's connection: write_headers, write, finish.
using RequestCallback = std::function<void(std::shared_ptr<HTTPServerRequest>)>;

/// A server. Its connections go on after its destruction, until close_all_connections.
class HTTPServer {
 public:
  /// Calls `on_request` for each request; an exception from it is logged and closes the connection.
  explicit HTTPServer(RequestCallback on_request, const ServerOptions& options = ServerOptions(),
                      Network& network = Network::current());
  /// Serves an application, `HTTPServer server(std::ref(application))`, which must outlive its requests.
  template <std::derived_from<RequestRouter> Application>
  explicit HTTPServer(std::reference_wrapper<Application> application,
                      const ServerOptions& options = ServerOptions(), Network& network = Network::current())
      : HTTPServer(start_with(application.get()), options, network) {}
  HTTPServer(const HTTPServer&) = delete;
  HTTPServer& operator=(const HTTPServer&) = delete;
  ~HTTPServer();

  /// Starts to accept at the port, on one address or on all; port 0 picks a free port. Returns the port.
  /// Throws std::system_error.
  std::uint16_t listen(std::uint16_t port, const std::string& ip = {});

  /// Stops accepting connections.
  void stop();

  /// Closes the open connections; done when nothing goes on in them any more.
  Future<void> close_all_connections();

  /// The number of open connections.
  std::size_t connections() const;

 private:
  class Connections;
  using StartRequest = std::function<std::shared_ptr<MessageDelegate>(std::shared_ptr<HTTP1Connection>)>;
  struct Start {
    StartRequest request;
  };

  HTTPServer(Start start, const ServerOptions& options, Network& network);
  static Start start_with(RequestRouter& router) {
    return {[&router](std::shared_ptr<HTTP1Connection> connection) {
      return router.start_request(std::move(connection));
    }};
  }

  std::shared_ptr<Connections> connections_;
  TCPServer tcp_server_;
};

}  // namespace tornado::http
