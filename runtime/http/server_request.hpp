// HTTPServerRequest: a request as a server's handlers see it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/http/form.hpp"
#include "runtime/http/http1_connection.hpp"
#include "runtime/http/url.hpp"

namespace tornado::http {

/// A request, and the connection for its response.
struct HTTPServerRequest {
  /// A request whose head has come.
  HTTPServerRequest(std::shared_ptr<HTTP1Connection> connection_in, RequestStartLine start_line,
                    HTTPHeaders headers_in);

  /// The whole body has come: takes the arguments and files out of it.
  void set_body(std::string body_in);

  std::shared_ptr<HTTP1Connection> connection;
  std::string method;
  std::string uri;  ///< as it was sent
  std::string path;
  std::string query;
  std::string version;
  HTTPHeaders headers;
  std::string body;                       ///< empty if the handler gets it in parts
  std::string remote_ip;                  ///< the browser's, if a trusted proxy says so
  std::string protocol;                   ///< "http", or "https" if a trusted proxy says so
  std::string host;                       ///< from the header; "127.0.0.1" without one
  std::vector<Argument> query_arguments;  ///< from the URL
  std::vector<Argument> body_arguments;   ///< from a body that is a form
  std::vector<HTTPFile> files;            ///< that came with a form
  Time start_time;                        ///< when its head had come, on the loop's clock
  std::optional<Time> finish_time;        ///< when its response was complete

  /// The arguments from the URL, then those from the body.
  std::vector<Argument> arguments() const;

  /// The cookies by name.
  std::map<std::string, std::string> cookies() const;

  /// The URL that the browser asked for.
  std::string full_url() const { return protocol + "://" + host + uri; }

  /// Completes the response.
  void finish();

  /// How long the response took, or has taken so far.
  Duration request_time() const;

  /// For logs: `GET /path (10.0.0.1)`.
  std::string summary() const { return method + " " + uri + " (" + remote_ip + ")"; }
};

}  // namespace tornado::http
