#include "runtime/http/http_server.hpp"

#include <algorithm>
#include <vector>

namespace tornado::http {

namespace {

// Collects a request, then passes it to the callback.
class RequestCollector final : public MessageDelegate {
 public:
  RequestCollector(std::shared_ptr<HTTP1Connection> connection, RequestCallback on_request, Time start_time)
      : connection_(std::move(connection)), on_request_(std::move(on_request)), start_time_(start_time) {}

  void headers_received(const StartLine& start_line, const HTTPHeaders& headers) override {
    start_line_ = std::get<RequestStartLine>(start_line);
    headers_ = headers;
  }
  void data_received(std::string chunk) override {
    if (body_.empty()) {
      body_ = std::move(chunk);
    } else {
      body_ += chunk;
    }
  }
  void finish() override {
    on_request_(std::make_shared<HTTPServerRequest>(std::move(connection_), std::move(start_line_),
                                                    std::move(headers_), std::move(body_), start_time_));
  }
  void on_connection_close() override {}

 private:
  std::shared_ptr<HTTP1Connection> connection_;
  RequestCallback on_request_;
  Time start_time_;
  RequestStartLine start_line_;
  HTTPHeaders headers_;
  std::string body_;
};

}  // namespace

class HTTPServer::Connections final : public ServerConnectionDelegate,
                                      public std::enable_shared_from_this<Connections> {
 public:
  Connections(RequestCallback on_request, const ServerOptions& options)
      : loop_(IOLoop::current()), on_request_(std::move(on_request)) {
    options_.no_keep_alive = options.no_keep_alive;
    options_.chunk_size = options.chunk_size;
    options_.max_header_size = options.max_header_size;
    options_.max_body_size = options.max_body_size;
    options_.header_timeout = options.idle_connection_timeout;
    options_.body_timeout = options.body_timeout;
  }

  void handle_stream(StreamPtr stream, const Address& address) {
    auto connection = std::make_shared<ServerConnection>(std::move(stream), options_, address.ip);
    open_.push_back(connection);
    connection->start_serving(shared_from_this());
  }

  std::shared_ptr<MessageDelegate> start_request(std::shared_ptr<HTTP1Connection> connection) override {
    return std::make_shared<RequestCollector>(std::move(connection), on_request_, loop_.time());
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
  IOLoop& loop_;
  RequestCallback on_request_;
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
    : connections_(std::make_shared<Connections>(std::move(on_request), options)),
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
