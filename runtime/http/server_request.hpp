// HTTPServerRequest: a request as a server's handlers see it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/http/http1_connection.hpp"
#include "runtime/http/url.hpp"

namespace tornado::http {

/// A complete request, and the connection for its response.
struct HTTPServerRequest {
  HTTPServerRequest(std::shared_ptr<HTTP1Connection> connection_in, RequestStartLine start_line,
                    HTTPHeaders headers_in, std::string body_in, Time start_time_in);

  std::shared_ptr<HTTP1Connection> connection;
  std::string method;
  std::string uri;  ///< as it was sent
  std::string path;
  std::string query;
  std::string version;
  HTTPHeaders headers;
  std::string body;
  std::string remote_ip;
  std::vector<Argument> query_arguments;  ///< from the URL
  std::vector<Argument> body_arguments;   ///< from a body that is an encoded form
  Time start_time;

  /// The arguments from the URL, then those from the body.
  std::vector<Argument> arguments() const;
};

}  // namespace tornado::http
