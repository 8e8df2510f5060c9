// Application: which handler answers which request, by the path.
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

/// What handlers have in common.
struct Settings {
  TemplateLoader template_loader;  ///< for RequestHandler::render
};

/// What an HTTPServer gives its requests to: `HTTPServer server(std::ref(application));`. It must outlive the
/// server's requests.
class Application {
 public:
  explicit Application(Settings settings_in = Settings());
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  ~Application();

  /// Requests whose whole path the pattern (a regular expression, in RE2's syntax) matches, and no earlier
  /// one did, go to a new `Handler(args...)` each. The pattern's groups are the handler's path arguments.
  /// Throws std::invalid_argument for what is no pattern.
  template <std::derived_from<RequestHandler> Handler, class... Args>
  void add_handler(const std::string& pattern, Args... args) {
    add_route(pattern, [... args = std::move(args)] { return std::make_shared<Handler>(args...); });
  }

  /// Answers the request: with a 404 if it has no handler.
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
