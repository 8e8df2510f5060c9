// HTTPResponse: the result of a fetch.
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "runtime/clock.hpp"
#include "runtime/http/errors.hpp"
#include "runtime/http/headers.hpp"
#include "runtime/http/request.hpp"

namespace tornado::http {

/// A server's response, or the reason why there is none.
class HTTPResponse {
 public:
  /// A response from a server. `error` is an HTTPError unless the code is 2xx.
  HTTPResponse(std::shared_ptr<const HTTPRequest> request, int code, std::string reason, HTTPHeaders headers,
               std::string body, std::string effective_url, Duration request_time);

  /// No response: the code is 599.
  HTTPResponse(std::shared_ptr<const HTTPRequest> request, std::exception_ptr error, Duration request_time);

  /// Throws the error, if there is one.
  void rethrow() const {
    if (error) std::rethrow_exception(error);
  }

  /// The request; after redirects, the first one.
  std::shared_ptr<const HTTPRequest> request;
  int code;
  std::string reason;
  HTTPHeaders headers;
  std::string body;
  /// The URL that the response came from, after redirects.
  std::string effective_url;
  std::exception_ptr error;
  /// Measured from the time when the request left the queue.
  Duration request_time;
};

}  // namespace tornado::http
