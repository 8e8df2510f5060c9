// HandlerDelegate: receives one request for an application, and runs the handler that its path chooses.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/http/message_delegate.hpp"
#include "runtime/web/application.hpp"

namespace tornado::web {

/// The handler runs when the request is complete, or, if it gets its body in parts, once the head has come.
class HandlerDelegate final : public http::MessageDelegate {
 public:
  HandlerDelegate(Application& application, std::shared_ptr<http::HTTP1Connection> connection);

  std::optional<Future<void>> headers_received(const http::StartLine& start_line,
                                               const http::HTTPHeaders& headers) override;
  std::optional<Future<void>> data_received(std::string chunk) override;
  void finish() override;
  void on_connection_close() override;

 private:
  void execute();

  Application& application_;
  std::shared_ptr<http::HTTP1Connection> connection_;
  std::shared_ptr<http::HTTPServerRequest> request_;
  Application::Found found_;
  std::string body_;
  std::shared_ptr<RequestHandler> handler_;
};

}  // namespace tornado::web
