// The exceptions with which a handler responds with an error.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace tornado::web {

/// Responds with that status. `log_message` goes to the log and not to the browser; without one, nothing is
/// logged. If no reason is given, it is the status's phrase.
class HTTPError : public std::runtime_error {
 public:
  explicit HTTPError(int status_code_in = 500, const std::string& log_message_in = {},
                     std::string reason_in = {});

  const int status_code;
  const std::string log_message;
  const std::string reason;
};

/// A required argument is missing: a 400.
class MissingArgumentError : public HTTPError {
 public:
  explicit MissingArgumentError(const std::string& name) : HTTPError(400, "Missing argument " + name) {}
};

/// Ends the response as it is, without logging, or after this last part.
class Finish : public std::runtime_error {
 public:
  explicit Finish(std::string chunk_in = {})
      : std::runtime_error("the request is finished"), chunk(std::move(chunk_in)) {}

  const std::string chunk;
};

}  // namespace tornado::web
