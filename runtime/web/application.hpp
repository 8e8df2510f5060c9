// Application: chooses the handler for each request by its path.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/http/http_server.hpp"
#include "runtime/web/request_handler.hpp"
#include "runtime/web/template.hpp"

namespace re2 {
class RE2;
}

namespace tornado::web {

/// The settings that all handlers share.
struct Settings {
  TemplateLoader template_loader{};  ///< for RequestHandler::render
  std::string cookie_secret{};       ///< signs secure cookies
  bool compress_response = false;    ///< compresses responses for browsers that accept gzip
  /// Sees each response once it is complete: the access log. `access_line` has the original's words.
  std::function<void(const RequestHandler&)> log_function{};
};

/// A line for an access log: `200 GET /path (10.0.0.1) 1.20ms`.
std::string access_line(const RequestHandler& handler);

/// Passed to an HTTPServer: `HTTPServer server(std::ref(application));`. It must outlive the server's
/// requests.
class Application final : public http::RequestRouter {
 public:
  explicit Application(Settings settings_in = Settings());
  ~Application() override;

  /// Requests whose whole path matches the pattern (a regular expression in RE2's syntax, over bytes), and no
  /// earlier pattern, each get a new `Handler(args...)`. The pattern's groups are the handler's path
  /// arguments. Throws std::invalid_argument if the pattern is invalid.
  template <std::derived_from<RequestHandler> Handler, class... Args>
  void add_handler(const std::string& pattern, Args... args) {
    add_named_handler<Handler>("", pattern, std::move(args)...);
  }

  /// As that; reverse_url() knows it by the name.
  template <std::derived_from<RequestHandler> Handler, class... Args>
  void add_named_handler(const std::string& name, const std::string& pattern, Args... args) {
    constexpr bool streams = requires { requires Handler::stream_request_body; };
    add_route(name, pattern, streams,
              [... args = std::move(args)] { return std::make_shared<Handler>(args...); });
  }

  /// The path that the named handler's pattern matches, with these arguments, escaped, for its groups. Throws
  /// std::out_of_range if there is no such name, and std::invalid_argument if the pattern cannot be reversed
  /// or has another number of groups.
  std::string reverse_url(std::string_view name, const std::vector<std::string>& arguments = {}) const;

  /// Responds on the connection; with a 404 if no handler matches.
  std::shared_ptr<http::MessageDelegate> start_request(
      std::shared_ptr<http::HTTP1Connection> connection) override;

  const Settings settings;

 private:
  friend HandlerDelegate;
  friend RequestHandler;
  using Factory = std::function<std::shared_ptr<RequestHandler>()>;
  struct Route {
    std::string name;
    std::unique_ptr<re2::RE2> pattern;
    bool streams;  // its handler gets the body in parts
    Factory make;
  };
  struct Found {
    const Route* route = nullptr;  // null: none matches
    std::vector<std::string> path_arguments;

    bool streams() const { return route != nullptr && route->streams; }
    std::shared_ptr<RequestHandler> make_handler() const;
  };

  void add_route(const std::string& name, const std::string& pattern, bool streams, Factory make);
  Found find(const std::string& path) const;
  std::vector<std::unique_ptr<OutputTransform>> transforms_for(const http::HTTPServerRequest& request) const;

  std::vector<Route> routes_;
};

}  // namespace tornado::web
