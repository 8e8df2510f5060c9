#include "runtime/http/server_connection.hpp"

#include "runtime/exception_cast.hpp"
#include "runtime/log.hpp"

namespace tornado::http {

namespace {

// Whether an exchange that ended with this error need not be logged: the stream was closed, or the error was
// logged.
bool needs_no_log(const std::exception_ptr& error) {
  return exception_cast<StreamClosedError>(error) != nullptr ||
         exception_cast<UnsatisfiableReadError>(error) != nullptr ||
         exception_cast<QuietError>(error) != nullptr;
}

}  // namespace

void ServerConnection::start_serving(std::shared_ptr<ServerConnectionDelegate> delegate) {
  serving_ = serve(std::move(delegate));
  stream_->loop().add_future(*serving_, [](const Future<void>& done) { done.result(); });
}

Future<void> ServerConnection::close() {
  const std::shared_ptr<ServerConnection> self = shared_from_this();
  stream_->close();
  if (serving_) co_yield settled(*serving_);
}

Future<void> ServerConnection::serve(std::shared_ptr<ServerConnectionDelegate> delegate) {
  const std::shared_ptr<ServerConnection> self = shared_from_this();
  bool keeps = true;
  while (keeps) {
    const auto connection = std::make_shared<HTTP1Connection>(stream_, Role::server, options_, context_);
    std::exception_ptr error;
    try {
      keeps = false;
      const std::shared_ptr<MessageDelegate> request = delegate->start_request(connection);
      const Future<bool> exchange = connection->read_message(request);
      co_yield settled(exchange);
      error = exchange.exception();
      keeps = !error && exchange.result();
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      error = std::current_exception();
    }
    if (error) {
      if (!needs_no_log(error)) log_error(ErrorKind::connection, error);
      connection->close();
    }
    if (keeps) co_yield moment;
  }
  delegate->on_close(*this);
}

}  // namespace tornado::http
