#include "runtime/http/http_server.hpp"

#include <algorithm>
#include <vector>

#include "runtime/http/forwarded.hpp"

namespace tornado::http {

namespace {

// Collects a request, then passes it to the callback.
class RequestCollector final : public MessageDelegate {
 public:
  RequestCollector(std::shared_ptr<HTTP1Connection> connection, RequestCallback on_request)
      : connection_(std::move(connection)), on_request_(std::move(on_request)) {}

  std::optional<Future<void>> headers_received(const StartLine& start_line,
                                               const HTTPHeaders& headers) override {
    request_ = std::make_shared<HTTPServerRequest>(std::move(connection_),
                                                   std::get<RequestStartLine>(start_line), headers);
    return std::nullopt;
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    if (body_.empty()) {
      body_ = std::move(chunk);
    } else {
      body_ += chunk;
    }
    return std::nullopt;
  }
  void finish() override {
    request_->set_body(std::move(body_));
    on_request_(std::move(request_));
  }
  void on_connection_close() override {}

 private:
  std::shared_ptr<HTTP1Connection> connection_;
  RequestCallback on_request_;
  std::shared_ptr<HTTPServerRequest> request_;
  std::string body_;
};

// Tells the connection, before the delegate sees the request, what the proxy says of the browser.
class ProxyDelegate final : public MessageDelegate {
 public:
  ProxyDelegate(std::shared_ptr<MessageDelegate> delegate, std::shared_ptr<HTTP1Connection> connection,
                std::vector<std::string> trusted)
      : delegate_(std::move(delegate)), connection_(std::move(connection)), trusted_(std::move(trusted)) {}

  std::optional<Future<void>> headers_received(const StartLine& start_line,
                                               const HTTPHeaders& headers) override {
    if (const auto connection = std::exchange(connection_, nullptr))
      connection->set_context(forwarded_context(headers, connection->context(), trusted_));
    return delegate_->headers_received(start_line, headers);
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    return delegate_->data_received(std::move(chunk));
  }
  void finish() override { delegate_->finish(); }
  void on_connection_close() override { delegate_->on_connection_close(); }

 private:
  std::shared_ptr<MessageDelegate> delegate_;
  std::shared_ptr<HTTP1Connection> connection_;
  std::vector<std::string> trusted_;
};

}  // namespace

class HTTPServer::Connections final : public ServerConnectionDelegate,
                                      public std::enable_shared_from_this<Connections> {
 public:
  Connections(StartRequest start, const ServerOptions& options)
      : start_(std::move(start)), server_options_(options) {
    options_.no_keep_alive = options.no_keep_alive;
    options_.chunk_size = options.chunk_size;
    options_.max_header_size = options.max_header_size;
    options_.max_body_size = options.max_body_size;
    options_.header_timeout = options.idle_connection_timeout;
    options_.body_timeout = options.body_timeout;
    options_.decompress = options.decompress_request;
  }

  void handle_stream(StreamPtr stream, const Address& address) {
    auto connection = std::make_shared<ServerConnection>(
        std::move(stream), options_, RequestContext{address.ip, server_options_.protocol});
    open_.push_back(connection);
    connection->start_serving(shared_from_this());
  }

  std::shared_ptr<MessageDelegate> start_request(std::shared_ptr<HTTP1Connection> connection) override {
    std::shared_ptr<MessageDelegate> delegate = start_(connection);
    if (!server_options_.xheaders) return delegate;
    return std::make_shared<ProxyDelegate>(std::move(delegate), std::move(connection),
                                           server_options_.trusted_downstream);
  }
  void on_close(ServerConnection& connection) override {
    std::erase_if(open_, [&](const auto& open) { return open.get() == &connection; });
  }

  static Future<void> close_all(std::shared_ptr<Connections> self) {
    while (!self->open_.empty()) {
      const std::shared_ptr<ServerConnection> first = self->open_.front();
      co_yield first->close();
    }
  }

  std::size_t size() const { return open_.size(); }

 private:
  StartRequest start_;
  ServerOptions server_options_;
  ConnectionOptions options_;
  std::vector<std::shared_ptr<ServerConnection>> open_;  // in the order in which they were accepted
};

namespace {

StreamOptions stream_options(const ServerOptions& options) {
  StreamOptions stream;
  stream.max_buffer_size = options.max_buffer_size;
  stream.read_chunk_size = options.chunk_size;
  return stream;
}

}  // namespace

HTTPServer::HTTPServer(RequestCallback on_request, const ServerOptions& options, Network& network)
    : HTTPServer(Start{[on_request = std::move(on_request)](std::shared_ptr<HTTP1Connection> connection) {
                   return std::make_shared<RequestCollector>(std::move(connection), on_request);
                 }},
                 options, network) {}

HTTPServer::HTTPServer(Start start, const ServerOptions& options, Network& network)
    : connections_(std::make_shared<Connections>(std::move(start.request), options)),
      tcp_server_(
          [connections = connections_](StreamPtr stream, const Address& address) {
            connections->handle_stream(std::move(stream), address);
          },
          network, stream_options(options)) {}

HTTPServer::~HTTPServer() = default;

std::uint16_t HTTPServer::listen(std::uint16_t port, const std::string& ip) {
  return tcp_server_.listen(port, ip);
}

void HTTPServer::stop() {
  tcp_server_.stop();
}

Future<void> HTTPServer::close_all_connections() {
  return Connections::close_all(connections_);
}

std::size_t HTTPServer::connections() const {
  return connections_->size();
}

}  // namespace tornado::http
