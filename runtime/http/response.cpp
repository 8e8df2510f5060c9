#include "runtime/http/response.hpp"

#include "runtime/http/head.hpp"

namespace tornado::http {

namespace {

std::string sentence(int code, const std::string& message) {
  return "HTTP " + std::to_string(code) + ": " +
         (message.empty() ? std::string(reason_phrase(code)) : message);
}

}  // namespace

HTTPError::HTTPError(int code_in, const std::string& message, std::shared_ptr<const HTTPResponse> response_in)
    : std::runtime_error(sentence(code_in, message)), code(code_in), response(std::move(response_in)) {}

HTTPResponse::HTTPResponse(std::shared_ptr<const HTTPRequest> request_in, int code_in, std::string reason_in,
                           HTTPHeaders headers_in, std::string body_in, std::string effective_url_in,
                           Duration request_time_in)
    : request(std::move(request_in)),
      code(code_in),
      reason(reason_in.empty() ? std::string(reason_phrase(code_in)) : std::move(reason_in)),
      headers(std::move(headers_in)),
      body(std::move(body_in)),
      effective_url(std::move(effective_url_in)),
      request_time(request_time_in) {
  // The error refers to a copy of the response that has no error; otherwise they would keep each other alive.
  if (code < 200 || code >= 300)
    error = std::make_exception_ptr(HTTPError(code, reason, std::make_shared<const HTTPResponse>(*this)));
}

HTTPResponse::HTTPResponse(std::shared_ptr<const HTTPRequest> request_in, std::exception_ptr error_in,
                           Duration request_time_in)
    : request(std::move(request_in)),
      code(599),
      reason(reason_phrase(599)),
      effective_url(request->url),
      error(std::move(error_in)),
      request_time(request_time_in) {}

}  // namespace tornado::http
