// HTTPServerRequest: a request as a server's handlers see it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/http/http1_connection.hpp"
#include "runtime/http/url.hpp"

namespace tornado::http {

/// A whole request, and the connection that its answer goes to.
struct HTTPServerRequest {
  HTTPServerRequest(std::shared_ptr<HTTP1Connection> connection_in, RequestStartLine start_line,
                    HTTPHeaders headers_in, std::string body_in, Time start_time_in);

  std::shared_ptr<HTTP1Connection> connection;
  std::string method;
  std::string uri;  ///< as it was asked for
  std::string path;
  std::string query;
  std::string version;
  HTTPHeaders headers;
  std::string body;
  std::string remote_ip;
  std::vector<Argument> query_arguments;  ///< of the URL
  std::vector<Argument> body_arguments;   ///< of a body that is an encoded form
  Time start_time;

  /// The URL's arguments, then the body's.
  std::vector<Argument> arguments() const;
};

}  // namespace tornado::http
