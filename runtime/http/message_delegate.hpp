// MessageDelegate: who a connection tells about a message that it reads.
#pragma once

#include <string>
#include <variant>

#include "runtime/http/head.hpp"

namespace tornado::http {

/// The first line of a message of either kind.
using StartLine = std::variant<RequestStartLine, ResponseStartLine>;

/// Gets a message in pieces: the head, once unless it is informational; the body in chunks; its end. What a
/// function throws is logged, and ends the connection.
class MessageDelegate {
 public:
  MessageDelegate() = default;
  MessageDelegate(const MessageDelegate&) = delete;
  MessageDelegate& operator=(const MessageDelegate&) = delete;
  virtual ~MessageDelegate() = default;

  virtual void headers_received(const StartLine& start_line, const HTTPHeaders& headers) = 0;
  virtual void data_received(std::string chunk) = 0;
  virtual void finish() = 0;
  /// The connection is gone after headers_received and before the end.
  virtual void on_connection_close() = 0;
};

}  // namespace tornado::http
