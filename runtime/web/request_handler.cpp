#include "runtime/web/request_handler.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "runtime/log.hpp"
#include "runtime/web/application.hpp"
#include "runtime/web/etag.hpp"
#include "runtime/web/text.hpp"

namespace tornado::web {

namespace {

Future<void> refuse_method() {
  throw HTTPError(405);
}

std::string page(int status_code, const std::string& reason) {
  const std::string line = std::to_string(status_code) + ": " + reason;
  return "<html><title>" + line + "</title><body>" + line + "</body></html>";
}

bool has_no_body(int status_code) {
  return status_code == 204 || status_code == 304 || (status_code >= 100 && status_code < 200);
}

std::string decoded(std::string_view name, std::string_view value) {
  if (!is_utf8(value)) throw HTTPError(400, "Invalid unicode in " + std::string(name));
  return cleaned(value);
}

}  // namespace

HTTPError::HTTPError(int status_code_in, const std::string& log_message_in, std::string reason_in)
    : std::runtime_error("HTTP " + std::to_string(status_code_in) + ": " +
                         (reason_in.empty() ? std::string(http::reason_phrase(status_code_in)) : reason_in) +
                         (log_message_in.empty() ? "" : " (" + log_message_in + ")")),
      status_code(status_code_in),
      log_message(log_message_in),
      reason(std::move(reason_in)) {}

RequestHandler::RequestHandler() = default;
RequestHandler::~RequestHandler() = default;

Future<void> RequestHandler::head() {
  return refuse_method();
}
Future<void> RequestHandler::get() {
  return refuse_method();
}
Future<void> RequestHandler::post() {
  return refuse_method();
}
Future<void> RequestHandler::delete_() {
  return refuse_method();
}
Future<void> RequestHandler::patch() {
  return refuse_method();
}
Future<void> RequestHandler::put() {
  return refuse_method();
}
Future<void> RequestHandler::options() {
  return refuse_method();
}

void RequestHandler::answer(std::shared_ptr<RequestHandler> handler, Application& application,
                            std::shared_ptr<http::HTTPServerRequest> request,
                            std::vector<std::string> path_arguments) {
  handler->application_ = &application;
  handler->request_ = std::move(request);
  handler->path_arguments_ = std::move(path_arguments);
  handler->clear();
  handler->request_->connection->set_close_callback([weak = std::weak_ptr<RequestHandler>(handler)] {
    if (const auto alive = weak.lock()) alive->on_connection_close();
  });
  handler->execute().add_done_callback([](const Future<void>& done) { done.result(); });
}

Future<void> RequestHandler::execute() {
  const std::shared_ptr<RequestHandler> self = shared_from_this();
  std::exception_ptr error;
  try {
    for (std::string& argument : path_arguments_) argument = decoded("a path", http::unescaped(argument));
    const std::optional<Future<void>> prepared = prepare();
    if (prepared) co_yield *prepared;
    if (!finished_) {
      const Future<void> answered = call_method();
      co_yield answered;
      if (!finished_) finish();
    }
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (error) {
    try {
      handle_request_exception(error);
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      give_up(std::current_exception());
    }
  }
}

Future<void> RequestHandler::call_method() {
  using Method = Future<void> (RequestHandler::*)();
  static constexpr std::array<std::pair<std::string_view, Method>, 7> methods = {{
      {"HEAD", &RequestHandler::head},
      {"GET", &RequestHandler::get},
      {"POST", &RequestHandler::post},
      {"DELETE", &RequestHandler::delete_},
      {"PATCH", &RequestHandler::patch},
      {"PUT", &RequestHandler::put},
      {"OPTIONS", &RequestHandler::options},
  }};
  for (const auto& [name, method] : methods) {
    if (name == request_->method) return (this->*method)();
  }
  return refuse_method();
}

void RequestHandler::clear() {
  headers_ = {{"Server", "TornadoServer/4.5.3"},
              {"Content-Type", "text/html; charset=UTF-8"},
              {"Date", http_date(IOLoop::current().wall_time())}};
  set_default_headers();
  body_.clear();
  set_status(200);
}

std::string RequestHandler::get_argument(std::string_view name) const {
  const std::vector<std::string> values = get_arguments(name);
  if (values.empty()) throw MissingArgumentError(std::string(name));
  return values.back();
}

std::string RequestHandler::get_argument(std::string_view name, std::string_view otherwise) const {
  const std::vector<std::string> values = get_arguments(name);
  return values.empty() ? std::string(otherwise) : values.back();
}

std::vector<std::string> RequestHandler::get_arguments(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : request_->arguments()) {
    if (key == name) values.push_back(decoded(name, value));
  }
  return values;
}

void RequestHandler::set_status(int status_code, std::string reason) {
  if (reason.empty()) {
    reason = http::reason_phrase(status_code);
    if (reason == "Unknown")
      throw std::invalid_argument("unknown status code " + std::to_string(status_code));
  }
  status_code_ = status_code;
  reason_ = std::move(reason);
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

Future<void> RequestHandler::flush() {
  std::string chunk = std::exchange(body_, std::string());
  const bool only_head = request_->method == "HEAD";
  if (only_head) chunk.clear();
  if (!std::exchange(headers_written_, true)) {
    const http::ResponseStartLine start_line{"", status_code_, reason_};
    return request_->connection->write_headers(start_line, headers_, chunk);
  }
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
  static_cast<void>(flush());
  request_->connection->finish();
  finished_ = true;
  on_finish();
}

// The body is complete: sets its tag and its length.
void RequestHandler::prepare_body() {
  if (status_code_ == 200 && (request_->method == "GET" || request_->method == "HEAD") &&
      !headers_.has("Etag")) {
    const std::string etag = etag_of(body_);
    headers_.set("Etag", etag);
    if (etag_matches(request_->headers.get("If-None-Match", ""), etag)) {
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

void RequestHandler::handle_request_exception(const std::exception_ptr& error) {
  int status_code = 500;
  try {
    std::rethrow_exception(error);
  } catch (const Finish&) {
    if (!finished_) finish();
    return;
  } catch (const HTTPError& refusal) {
    if (!refusal.reason.empty() || http::reason_phrase(refusal.status_code) != "Unknown")
      status_code = refusal.status_code;
  } catch (...) {  // NOLINT(bugprone-empty-catch): becomes a 500
  }
  log_exception(error);
  if (!finished_) send_error(status_code, error);
}

// No response can be made from this; the original leaves the browser waiting.
void RequestHandler::give_up(const std::exception_ptr& error) {
  log_error(ErrorKind::connection, error);
  if (!finished_) request_->connection->close();
}

void RequestHandler::log_exception(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const HTTPError& refusal) {
    if (refusal.log_message.empty()) return;
  } catch (...) {  // NOLINT(bugprone-empty-catch): logged below
  }
  log_error(ErrorKind::connection, error);
}

void RequestHandler::send_error(int status_code, const std::exception_ptr& error) {
  if (headers_written_) {
    // A part of the response was sent; its end does not match its head.
    try {
      if (!finished_) finish();
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      give_up(std::current_exception());
    }
    return;
  }
  clear();
  std::string reason;
  try {
    if (error) std::rethrow_exception(error);
  } catch (const HTTPError& refusal) {
    reason = refusal.reason;
  } catch (...) {  // NOLINT(bugprone-empty-catch): has no reason phrase of its own
  }
  set_status(status_code, reason);
  try {
    write_error(status_code, error);
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    log_error(ErrorKind::connection, std::current_exception());
  }
  if (!finished_) finish();
}

void RequestHandler::write_error(int status_code, const std::exception_ptr&) {
  finish(page(status_code, reason_));
}

void RequestHandler::redirect(const std::string& url, bool permanent) {
  if (headers_written_) throw std::logic_error("Cannot redirect after headers have been written");
  set_status(permanent ? 301 : 302);
  set_header("Location", url);
  finish();
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
