// HTTPResponse: what a fetch gives.
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "runtime/clock.hpp"
#include "runtime/http/errors.hpp"
#include "runtime/http/headers.hpp"
#include "runtime/http/request.hpp"

namespace tornado::http {

/// A server's answer, or why there is none.
class HTTPResponse {
 public:
  /// The answer of a server. `error` is an HTTPError unless the code is 2xx.
  HTTPResponse(std::shared_ptr<const HTTPRequest> request, int code, std::string reason, HTTPHeaders headers,
               std::string body, std::string effective_url, Duration request_time);

  /// No answer: the code is 599.
  HTTPResponse(std::shared_ptr<const HTTPRequest> request, std::exception_ptr error, Duration request_time);

  /// Throws what went wrong, if anything did.
  void rethrow() const {
    if (error) std::rethrow_exception(error);
  }

  /// What was asked for; in a redirect's answer what was asked for first.
  std::shared_ptr<const HTTPRequest> request;
  int code;
  std::string reason;
  HTTPHeaders headers;
  std::string body;
  /// Where the answer came from, after redirects.
  std::string effective_url;
  std::exception_ptr error;
  /// From when the request left the queue.
  Duration request_time;
};

}  // namespace tornado::http
