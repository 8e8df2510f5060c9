#include "runtime/web/handler_delegate.hpp"

#include <utility>

namespace tornado::web {

HandlerDelegate::HandlerDelegate(Application& application, std::shared_ptr<http::HTTP1Connection> connection)
    : application_(application), connection_(std::move(connection)) {}

std::optional<Future<void>> HandlerDelegate::headers_received(const http::StartLine& start_line,
                                                              const http::HTTPHeaders& headers) {
  request_ = std::make_shared<http::HTTPServerRequest>(std::move(connection_),
                                                       std::get<http::RequestStartLine>(start_line), headers);
  found_ = application_.find(request_->path);
  if (!found_.streams()) return std::nullopt;
  execute();
  return handler_->prepared_;
}

std::optional<Future<void>> HandlerDelegate::data_received(std::string chunk) {
  if (found_.streams()) return handler_->data_received(std::move(chunk));
  if (body_.empty()) {
    body_ = std::move(chunk);
  } else {
    body_ += chunk;
  }
  return std::nullopt;
}

void HandlerDelegate::finish() {
  if (found_.streams()) return handler_->streamed_body_->set_result();
  request_->set_body(std::move(body_));
  execute();
}

void HandlerDelegate::on_connection_close() {
  if (found_.streams()) handler_->connection_closed();
}

void HandlerDelegate::execute() {
  handler_ = found_.make_handler();
  if (found_.streams()) {
    handler_->streamed_body_.emplace();
    handler_->prepared_.emplace();
  }
  handler_->begin(application_, std::move(request_), std::move(found_.path_arguments));
  handler_->execute().add_done_callback([](const Future<void>& done) { done.result(); });
}

}  // namespace tornado::web
