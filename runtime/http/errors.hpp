// What goes wrong between HTTP's two ends: a message that is none, and a request that did not succeed.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace tornado::http {

class HTTPResponse;

/// What came over the wire is no HTTP message, or one that is too large.
class HTTPInputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What was to be written is no HTTP message: its body is not as long as its head says.
class HTTPOutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Stands for an exception that came out of a message's receiver and was logged already.
class QuietError : public std::runtime_error {
 public:
  QuietError() : std::runtime_error("the receiver of the message failed, which was logged") {}
};

/// A fetch that did not succeed. The code is the response's, or 599 where there was none: a timeout, a
/// connection that was closed.
class HTTPError : public std::runtime_error {
 public:
  /// The message is the code's reason phrase if none is given.
  explicit HTTPError(int code_in, const std::string& message = {},
                     std::shared_ptr<const HTTPResponse> response_in = nullptr);

  const int code;
  /// Null where there was none; its `error` is empty, as this is it.
  const std::shared_ptr<const HTTPResponse> response;
};

}  // namespace tornado::http
