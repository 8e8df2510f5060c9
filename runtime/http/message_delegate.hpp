// MessageDelegate: receives a message from the connection that reads it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "runtime/future.hpp"
#include "runtime/http/head.hpp"

namespace tornado::http {

/// The first line of a message of either kind.
using StartLine = std::variant<RequestStartLine, ResponseStartLine>;

/// Receives a message in pieces: the head (several times if there are informational ones), the body in
/// chunks, the end. An exception from one of its functions is logged and ends the connection. If the first
/// two return a Future, nothing more is read before it is done; its failure counts as an exception.
class MessageDelegate {
 public:
  MessageDelegate() = default;
  MessageDelegate(const MessageDelegate&) = delete;
  MessageDelegate& operator=(const MessageDelegate&) = delete;
  virtual ~MessageDelegate() = default;

  virtual std::optional<Future<void>> headers_received(const StartLine& start_line,
                                                       const HTTPHeaders& headers) = 0;
  virtual std::optional<Future<void>> data_received(std::string chunk) = 0;
  virtual void finish() = 0;
  /// The connection was closed after headers_received and before the end.
  virtual void on_connection_close() = 0;
};

}  // namespace tornado::http
