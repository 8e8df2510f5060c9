// ServerConnection: serves one exchange after the other on a stream, until one side closes it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/http/http1_connection.hpp"

namespace tornado::http {

class ServerConnection;

/// What a server does with its connections.
class ServerConnectionDelegate {
 public:
  ServerConnectionDelegate() = default;
  ServerConnectionDelegate(const ServerConnectionDelegate&) = delete;
  ServerConnectionDelegate& operator=(const ServerConnectionDelegate&) = delete;
  virtual ~ServerConnectionDelegate() = default;

  /// The delegate for the next request on the connection.
  virtual std::shared_ptr<MessageDelegate> start_request(std::shared_ptr<HTTP1Connection> connection) = 0;
  /// The connection has ended.
  virtual void on_close(ServerConnection& connection) = 0;
};

/// One connection. It owns itself while it serves.
class ServerConnection : public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(StreamPtr stream, ConnectionOptions options, RequestContext context)
      : stream_(std::move(stream)), options_(options), context_(std::move(context)) {}

  /// Starts to serve, for the delegate, which it keeps alive.
  void start_serving(std::shared_ptr<ServerConnectionDelegate> delegate);

  /// Closes the stream; done when no exchange goes on any more.
  Future<void> close();

 private:
  Future<void> serve(std::shared_ptr<ServerConnectionDelegate> delegate);

  const StreamPtr stream_;
  const ConnectionOptions options_;
  const RequestContext context_;
  std::optional<Future<void>> serving_;
};

}  // namespace tornado::http
