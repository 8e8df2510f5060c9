// HTTPRequest: what a client asks for, and how.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/clock.hpp"
#include "runtime/http/headers.hpp"

namespace tornado::http {

/// A request and its options, with the original's defaults. A URL converts to one.
class HTTPRequest {
 public:
  HTTPRequest(std::string url_in) : url(std::move(url_in)) {}                 // NOLINT: fetch(url)
  HTTPRequest(std::string_view url_in) : HTTPRequest(std::string(url_in)) {}  // NOLINT
  HTTPRequest(const char* url_in) : HTTPRequest(std::string(url_in)) {}       // NOLINT

  std::string url;
  std::string method = "GET";
  HTTPHeaders headers;
  std::optional<std::string> body;

  /// How long it may take, from when it leaves the queue, to be connected, and to be answered. 0 is no limit:
  /// the shorter one also limits the wait in the queue, where 0 is a limit (law H4).
  Duration connect_timeout{20};
  Duration request_timeout{20};

  bool follow_redirects = true;
  int max_redirects = 5;

  std::string user_agent;
  /// For basic authentication; a user in the URL comes first.
  std::optional<std::string> auth_username;
  std::string auth_password;

  /// Waits for the server's "100 Continue" before the body is sent.
  bool expect_100_continue = false;
  /// Allows any method, and a body where the method has none and the other way round.
  bool allow_nonstandard_methods = false;

  /// Gets the body as it comes; the response then has none. Both run in the stack contexts of the fetch.
  std::function<void(std::string_view)> streaming_callback;
  /// Gets the head line by line, with its line ends, and the empty line after it.
  std::function<void(std::string_view)> header_callback;
};

}  // namespace tornado::http
