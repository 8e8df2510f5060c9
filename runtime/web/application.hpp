// Application: chooses the handler for each request by its path.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/http/server_request.hpp"
#include "runtime/web/request_handler.hpp"
#include "runtime/web/template.hpp"

namespace re2 {
class RE2;
}

namespace tornado::web {

/// The settings that all handlers share.
struct Settings {
  TemplateLoader template_loader;  ///< for RequestHandler::render
};

/// Passed to an HTTPServer: `HTTPServer server(std::ref(application));`. It must outlive the server's
/// requests.
class Application {
 public:
  explicit Application(Settings settings_in = Settings());
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  ~Application();

  /// Requests whose whole path matches the pattern (a regular expression in RE2's syntax), and no earlier
  /// pattern, each get a new `Handler(args...)`. The pattern's groups are the handler's path arguments.
  /// Throws std::invalid_argument if the pattern is invalid.
  template <std::derived_from<RequestHandler> Handler, class... Args>
  void add_handler(const std::string& pattern, Args... args) {
    add_route(pattern, [... args = std::move(args)] { return std::make_shared<Handler>(args...); });
  }

  /// Responds to the request; with a 404 if no handler matches.
  void operator()(std::shared_ptr<http::HTTPServerRequest> request);

  const Settings settings;

 private:
  using Factory = std::function<std::shared_ptr<RequestHandler>()>;
  struct Route {
    std::unique_ptr<re2::RE2> pattern;
    Factory make;
  };

  void add_route(const std::string& pattern, Factory make);

  std::vector<Route> routes_;
};

}  // namespace tornado::web
