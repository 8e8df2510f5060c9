// The exceptions of HTTP's two ends: malformed messages and requests that did not succeed.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace tornado::http {

class HTTPResponse;

/// What was received is not an HTTP message, or is too large.
class HTTPInputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What was to be written is not an HTTP message: its body is not as long as its head says.
class HTTPOutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Stands for an exception that a message's delegate threw and that was logged already.
class QuietError : public std::runtime_error {
 public:
  QuietError() : std::runtime_error("the receiver of the message failed, which was logged") {}
};

/// A fetch that did not succeed. The code is the response's, or 599 if there was no response: a timeout, a
/// closed connection.
class HTTPError : public std::runtime_error {
 public:
  /// If no message is given, it is the code's reason phrase.
  explicit HTTPError(int code_in, const std::string& message = {},
                     std::shared_ptr<const HTTPResponse> response_in = nullptr);

  const int code;
  /// Null if there was no response. Its own `error` is empty, since that would be this exception.
  const std::shared_ptr<const HTTPResponse> response;
};

}  // namespace tornado::http
