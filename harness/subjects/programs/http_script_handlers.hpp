// The handlers of HTTP scripts that tell what happens to them; harness/oracle/python/http_script_handlers.py
// has their twins.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/async_http_client.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel::subjects {

/// What the handlers of a script share. Must outlive their requests.
struct HttpScriptSite {
  /// Adds a line of that fetch, as the server sees it.
  std::function<void(const std::string& fetch, const std::string& words)> say;
  /// Tells of a part of a body.
  std::function<void(const std::string& fetch, std::string_view part)> say_part;
  tornado::Duration millisecond{0.001};
  /// Of a handler that fetches itself.
  tornado::http::AsyncHTTPClient client;
  /// What the handlers at /wait wait for.
  std::vector<tornado::Future<void>> waiting{};
};

/// The fetch that a request belongs to: its header X-Fetch.
std::string fetch_of(const tornado::web::RequestHandler& handler);

/// Settings whose access log is told to the site.
tornado::web::Settings script_settings(const HttpScriptSite& site, bool compress);

/// Adds the handlers.
void add_script_handlers(tornado::web::Application& application, HttpScriptSite& site);

}  // namespace windtunnel::subjects
