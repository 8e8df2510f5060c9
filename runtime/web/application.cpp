#include "runtime/web/application.hpp"

#include <algorithm>
#include <cstdio>
#include <re2/re2.h>
#include <stdexcept>

#include "runtime/web/handler_delegate.hpp"
#include "runtime/web/reversed_pattern.hpp"

namespace tornado::web {

namespace {

// Responds with an error, whatever the method.
class ErrorHandler final : public RequestHandler {
 public:
  explicit ErrorHandler(int status_code) : status_code_(status_code) {}

 protected:
  std::optional<Future<void>> prepare() override { throw HTTPError(status_code_); }

 private:
  int status_code_;
};

// The groups that matched; groups that did not are empty.
std::optional<std::vector<std::string>> match(const re2::RE2& pattern, const std::string& path) {
  const auto count = static_cast<std::size_t>(pattern.NumberOfCapturingGroups());
  std::vector<re2::StringPiece> groups(count + 1);
  if (!pattern.Match(path, 0, path.size(), re2::RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(count + 1)))
    return std::nullopt;
  std::vector<std::string> arguments;
  arguments.reserve(count);
  for (std::size_t group = 1; group <= count; ++group) arguments.emplace_back(groups[group]);
  return arguments;
}

}  // namespace

std::string access_line(const RequestHandler& handler) {
  char time[32];
  std::snprintf(time, sizeof time, "%.2fms", handler.request().request_time().count() * 1000);
  return std::to_string(handler.get_status()) + " " + handler.request().summary() + " " + time;
}

Application::Application(Settings settings_in) : settings(std::move(settings_in)) {}

Application::~Application() = default;

void Application::add_route(const std::string& name, const std::string& pattern, bool streams, Factory make) {
  re2::RE2::Options options(re2::RE2::Latin1);  // a path is bytes
  options.set_log_errors(false);
  auto compiled = std::make_unique<re2::RE2>(pattern, options);
  if (!compiled->ok())
    throw std::invalid_argument("the pattern '" + pattern + "' of a handler: " + compiled->error());
  routes_.push_back({name, std::move(compiled), streams, std::move(make)});
}

Application::Found Application::find(const std::string& path) const {
  for (const Route& route : routes_) {
    if (std::optional<std::vector<std::string>> arguments = match(*route.pattern, path))
      return {&route, std::move(*arguments)};
  }
  return {};
}

std::shared_ptr<RequestHandler> Application::Found::make_handler() const {
  if (route == nullptr) return std::make_shared<ErrorHandler>(404);
  return route->make();
}

std::string Application::reverse_url(std::string_view name, const std::vector<std::string>& arguments) const {
  // The last of equal names counts, as in the original.
  const auto at = std::find_if(routes_.rbegin(), routes_.rend(),
                               [&](const Route& route) { return !name.empty() && route.name == name; });
  if (at == routes_.rend()) throw std::out_of_range(std::string(name) + " not found in named urls");
  return reversed_pattern(at->pattern->pattern(), at->pattern->NumberOfCapturingGroups(), arguments);
}

std::vector<std::unique_ptr<OutputTransform>> Application::transforms_for(
    const http::HTTPServerRequest& request) const {
  std::vector<std::unique_ptr<OutputTransform>> transforms;
  if (settings.compress_response)
    transforms.push_back(std::make_unique<GzipContentEncoding>(request.headers, request.connection->loop()));
  return transforms;
}

std::shared_ptr<http::MessageDelegate> Application::start_request(
    std::shared_ptr<http::HTTP1Connection> connection) {
  return std::make_shared<HandlerDelegate>(*this, std::move(connection));
}

}  // namespace tornado::web
