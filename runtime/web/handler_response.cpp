#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "runtime/web/application.hpp"
#include "runtime/web/etag.hpp"
#include "runtime/web/json.hpp"
#include "runtime/web/request_handler.hpp"
#include "runtime/web/signed_value.hpp"
#include "runtime/web/text.hpp"

// The half of a handler that builds and sends the response.

namespace tornado::web {

namespace {

constexpr double seconds_a_day = 86400;

bool has_no_body(int status_code) {
  return status_code == 204 || status_code == 304 || (status_code >= 100 && status_code < 200);
}

}  // namespace

Time RequestHandler::wall_time() const {
  return request_->connection->loop().wall_time();
}

void RequestHandler::clear() {
  headers_ = {{"Server", "TornadoServer/4.5.3"},
              {"Content-Type", "text/html; charset=UTF-8"},
              {"Date", http_date(wall_time())}};
  set_default_headers();
  body_.clear();
  set_status(200);
}

void RequestHandler::set_status(int status_code, std::optional<std::string> reason) {
  if (!reason) {
    reason = http::reason_phrase(status_code);
    if (*reason == "Unknown")
      throw std::invalid_argument("unknown status code " + std::to_string(status_code));
  }
  status_code_ = status_code;
  reason_ = std::move(*reason);
}

std::string RequestHandler::checked_header(std::string value) const {
  if (std::any_of(value.begin(), value.end(), [](char byte) { return byte >= '\0' && byte < ' '; }))
    throw std::invalid_argument("Unsafe header value " + value);
  return value;
}

void RequestHandler::set_header(std::string_view name, std::string value) {
  headers_.set(name, checked_header(std::move(value)));
}

void RequestHandler::add_header(std::string_view name, std::string value) {
  headers_.add(name, checked_header(std::move(value)));
}

void RequestHandler::write(std::string_view chunk) {
  if (finished_) throw std::logic_error("Cannot write() after finish()");
  body_ += chunk;
}

void RequestHandler::write_json(const nlohmann::ordered_json& object) {
  if (!object.is_object()) throw std::invalid_argument("write_json: only an object may be a whole response");
  set_header("Content-Type", "application/json; charset=UTF-8");
  write(to_json_text(object));
}

void RequestHandler::set_cookie(std::string_view name, std::string_view value,
                                const http::CookieOptions& options) {
  std::optional<Time> expires = options.expires;
  if (!expires && options.expires_days)
    expires = wall_time() + Duration(*options.expires_days * seconds_a_day);
  std::string text = http::to_set_cookie(name, value, options, expires ? http_date(*expires) : "");
  std::erase_if(new_cookies_, [&](const auto& cookie) { return cookie.first == name; });
  new_cookies_.emplace_back(name, std::move(text));
}

void RequestHandler::clear_cookie(std::string_view name, const std::string& path, const std::string& domain) {
  http::CookieOptions options;
  options.path = path;
  options.domain = domain;
  options.expires = wall_time() - Duration(365 * seconds_a_day);
  set_cookie(name, "", options);
}

void RequestHandler::clear_all_cookies(const std::string& path, const std::string& domain) {
  for (const auto& [name, value] : request_->cookies()) clear_cookie(name, path, domain);
}

void RequestHandler::set_secure_cookie(std::string_view name, std::string_view value) {
  http::CookieOptions options;
  options.expires_days = 30;
  set_secure_cookie(name, value, options);
}

void RequestHandler::set_secure_cookie(std::string_view name, std::string_view value,
                                       const http::CookieOptions& options) {
  set_cookie(name, create_signed_value(cookie_secret(), name, value, wall_time()), options);
}

const std::string& RequestHandler::cookie_secret() const {
  const std::string& secret = application_->settings.cookie_secret;
  if (secret.empty())
    throw std::logic_error("the application needs the setting cookie_secret to use secure cookies");
  return secret;
}

Future<void> RequestHandler::flush() {
  return send(false);
}

Future<void> RequestHandler::send(bool finishing) {
  std::string chunk = std::exchange(body_, std::string());
  const bool only_head = request_->method == "HEAD";
  if (!std::exchange(headers_written_, true)) {
    for (const auto& transform : transforms_) transform->transform_first_chunk(headers_, chunk, finishing);
    if (only_head) chunk.clear();
    for (const auto& [name, value] : new_cookies_) add_header("Set-Cookie", value);
    const http::ResponseStartLine start_line{"", status_code_, reason_};
    return request_->connection->write_headers(start_line, headers_, chunk);
  }
  for (const auto& transform : transforms_) transform->transform_chunk(chunk, finishing);
  if (!only_head) return request_->connection->write(chunk);
  Future<void> nothing_to_send;
  nothing_to_send.set_result();
  return nothing_to_send;
}

void RequestHandler::finish(std::string_view chunk) {
  if (finished_) throw std::logic_error("finish() called twice");
  if (!chunk.empty()) write(chunk);
  if (!headers_written_) prepare_body();
  request_->connection->clear_close_callback();
  static_cast<void>(send(true));
  request_->finish();
  if (application_->settings.log_function) application_->settings.log_function(*this);
  finished_ = true;
  on_finish();
}

std::string RequestHandler::compute_etag() const {
  return etag_of(body_);
}

void RequestHandler::set_etag_header() {
  std::string etag = compute_etag();
  if (!etag.empty()) set_header("Etag", std::move(etag));
}

bool RequestHandler::check_etag_header() const {
  const std::string etag = headers_.get("Etag", "");
  return !etag.empty() && etag_matches(request_->headers.get("If-None-Match", ""), etag);
}

// The body is complete: sets its tag and its length.
void RequestHandler::prepare_body() {
  if (status_code_ == 200 && (request_->method == "GET" || request_->method == "HEAD") &&
      !headers_.has("Etag")) {
    set_etag_header();
    if (check_etag_header()) {
      body_.clear();
      set_status(304);
    }
  }
  if (has_no_body(status_code_)) {
    if (!body_.empty()) throw std::logic_error("Cannot send body with " + std::to_string(status_code_));
    for (const char* name : {"Allow", "Content-Encoding", "Content-Language", "Content-Length", "Content-Md5",
                             "Content-Range", "Content-Type", "Last-Modified"})
      headers_.erase(name);
  } else if (!headers_.has("Content-Length")) {
    headers_.set("Content-Length", std::to_string(body_.size()));
  }
}

void RequestHandler::redirect(const std::string& url, bool permanent, std::optional<int> status) {
  if (headers_written_) throw std::logic_error("Cannot redirect after headers have been written");
  if (status && (*status < 300 || *status > 399))
    throw std::invalid_argument("redirect: the status " + std::to_string(*status) +
                                " is not from 300 to 399");
  set_status(status.value_or(permanent ? 301 : 302));
  set_header("Location", url);
  finish();
}

std::string RequestHandler::reverse_url(std::string_view name,
                                        const std::vector<std::string>& arguments) const {
  return application_->reverse_url(name, arguments);
}

std::string RequestHandler::render_string(const std::string& template_name,
                                          const TemplateValues& values) const {
  if (!application_->settings.template_loader)
    throw std::invalid_argument("the application has no templates: '" + template_name + "'");
  return render_template(application_->settings.template_loader(template_name), values);
}

void RequestHandler::render(const std::string& template_name, const TemplateValues& values) {
  finish(render_string(template_name, values));
}

}  // namespace tornado::web
