// HTTPRequest: a client's request and its options.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/clock.hpp"
#include "runtime/future.hpp"
#include "runtime/http/headers.hpp"

namespace tornado::http {

/// Writes a part of a body; done when it is sent.
using WriteBody = std::function<Future<void>(const std::string& chunk)>;

/// A request with its options, which have the original's defaults. A URL converts to a request.
class HTTPRequest {
 public:
  HTTPRequest(std::string url_in) : url(std::move(url_in)) {}                 // NOLINT: fetch(url)
  HTTPRequest(std::string_view url_in) : HTTPRequest(std::string(url_in)) {}  // NOLINT
  HTTPRequest(const char* url_in) : HTTPRequest(std::string(url_in)) {}       // NOLINT

  std::string url;
  std::string method = "GET";
  HTTPHeaders headers;
  std::optional<std::string> body;
  /// Instead of `body`: writes the body in parts, in chunks if the headers have no Content-Length. The body
  /// is complete when the returned Future is done. Runs in the stack contexts of the fetch.
  std::function<Future<void>(WriteBody)> body_producer;

  /// Asks for the page only if it has changed since that time, on the wall clock: If-Modified-Since.
  std::optional<Time> if_modified_since;

  /// How long connecting, and the whole request, may take after it has left the queue. 0 means no limit. The
  /// shorter of the two also limits the wait in the queue; there, 0 is a limit (law H4).
  Duration connect_timeout{20};
  Duration request_timeout{20};

  /// Asks for a compressed body, and expands it: Accept-Encoding, Content-Encoding.
  bool decompress_response = true;

  bool follow_redirects = true;
  int max_redirects = 5;

  std::string user_agent;
  /// For basic authentication; a user in the URL takes precedence.
  std::optional<std::string> auth_username;
  std::string auth_password;

  /// Waits for the server's "100 Continue" before the body is sent.
  bool expect_100_continue = false;
  /// Allows any method, a body for methods that have none, and no body for methods that have one.
  bool allow_nonstandard_methods = false;

  /// Gets the body as it arrives; the response then has no body. Both callbacks run in the stack contexts of
  /// the fetch.
  std::function<void(std::string_view)> streaming_callback;
  /// Gets the head line by line, with the line ends, and the empty line after it.
  std::function<void(std::string_view)> header_callback;
};

}  // namespace tornado::http
