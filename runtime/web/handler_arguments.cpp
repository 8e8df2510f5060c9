#include "runtime/web/application.hpp"
#include "runtime/web/request_handler.hpp"
#include "runtime/web/signed_value.hpp"
#include "runtime/web/text.hpp"

// The half of a handler that reads the request.

namespace tornado::web {

namespace {

std::string last_of(std::vector<std::string> values, std::string_view name) {
  if (values.empty()) throw MissingArgumentError(std::string(name));
  return std::move(values.back());
}

std::string last_of(std::vector<std::string> values, std::string_view, std::string_view otherwise) {
  return values.empty() ? std::string(otherwise) : std::move(values.back());
}

}  // namespace

std::string RequestHandler::decoded(std::string_view name, std::string value) {
  if (!is_utf8(value))
    throw HTTPError(400, "Invalid unicode in " + std::string(name) + ": " + value.substr(0, 40));
  return value;
}

std::vector<std::string> RequestHandler::values_of(const Arguments& arguments, std::string_view name,
                                                   Blanks blanks) {
  std::vector<std::string> values;
  for (const auto& [key, value] : arguments) {
    if (key != name) continue;
    const std::string text = decoded(name, value);
    values.push_back(blanks == Blanks::strip ? cleaned(text) : without_controls(text));
  }
  return values;
}

std::string RequestHandler::get_argument(std::string_view name) const {
  return last_of(get_arguments(name), name);
}
std::string RequestHandler::get_argument(std::string_view name, std::string_view otherwise,
                                         Blanks blanks) const {
  return last_of(get_arguments(name, blanks), name, otherwise);
}
std::vector<std::string> RequestHandler::get_arguments(std::string_view name, Blanks blanks) const {
  return values_of(request_->arguments(), name, blanks);
}

std::string RequestHandler::get_query_argument(std::string_view name) const {
  return last_of(get_query_arguments(name), name);
}
std::string RequestHandler::get_query_argument(std::string_view name, std::string_view otherwise,
                                               Blanks blanks) const {
  return last_of(get_query_arguments(name, blanks), name, otherwise);
}
std::vector<std::string> RequestHandler::get_query_arguments(std::string_view name, Blanks blanks) const {
  return values_of(request_->query_arguments, name, blanks);
}

std::string RequestHandler::get_body_argument(std::string_view name) const {
  return last_of(get_body_arguments(name), name);
}
std::string RequestHandler::get_body_argument(std::string_view name, std::string_view otherwise,
                                              Blanks blanks) const {
  return last_of(get_body_arguments(name, blanks), name, otherwise);
}
std::vector<std::string> RequestHandler::get_body_arguments(std::string_view name, Blanks blanks) const {
  return values_of(request_->body_arguments, name, blanks);
}

std::optional<std::string> RequestHandler::get_cookie(std::string_view name) const {
  const std::map<std::string, std::string> cookies = request_->cookies();
  const auto at = cookies.find(std::string(name));
  if (at == cookies.end()) return std::nullopt;
  return at->second;
}

std::optional<std::string> RequestHandler::get_secure_cookie(std::string_view name,
                                                             double max_age_days) const {
  return decode_signed_value(cookie_secret(), name, get_cookie(name).value_or(""), wall_time(), max_age_days);
}

}  // namespace tornado::web
