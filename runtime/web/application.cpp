#include "runtime/web/application.hpp"

#include <re2/re2.h>
#include <stdexcept>

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
  for (std::size_t group = 1; group <= count; ++group) arguments.emplace_back(groups[group]);
  return arguments;
}

}  // namespace

Application::Application(Settings settings_in) : settings(std::move(settings_in)) {}

Application::~Application() = default;

void Application::add_route(const std::string& pattern, Factory make) {
  auto compiled = std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet);
  if (!compiled->ok())
    throw std::invalid_argument("the pattern '" + pattern + "' of a handler: " + compiled->error());
  routes_.push_back({std::move(compiled), std::move(make)});
}

void Application::operator()(std::shared_ptr<http::HTTPServerRequest> request) {
  for (const Route& route : routes_) {
    if (std::optional<std::vector<std::string>> arguments = match(*route.pattern, request->path))
      return RequestHandler::answer(route.make(), *this, std::move(request), std::move(*arguments));
  }
  RequestHandler::answer(std::make_shared<ErrorHandler>(404), *this, std::move(request), {});
}

}  // namespace tornado::web
