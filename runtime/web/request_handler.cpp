#include "runtime/web/request_handler.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "runtime/log.hpp"
#include "runtime/web/application.hpp"
#include "runtime/web/text.hpp"

// How a handler runs: its method, what it throws, and the error pages. handler_response.cpp builds responses,
// handler_arguments.cpp reads requests.

namespace tornado::web {

namespace {

Future<void> refuse_method() {
  throw HTTPError(405);
}

std::string page(int status_code, const std::string& reason) {
  const std::string line = std::to_string(status_code) + ": " + reason;
  return "<html><title>" + line + "</title><body>" + line + "</body></html>";
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

std::optional<Future<void>> RequestHandler::data_received(std::string) {
  throw std::logic_error("a handler with stream_request_body needs a data_received()");
}

void RequestHandler::begin(Application& application, std::shared_ptr<http::HTTPServerRequest> request,
                           std::vector<std::string> path_arguments) {
  application_ = &application;
  request_ = std::move(request);
  path_arguments_ = std::move(path_arguments);
  transforms_ = application.transforms_for(*request_);
  clear();
  request_->connection->set_close_callback([weak = weak_from_this()] {
    if (const auto alive = weak.lock()) alive->connection_closed();
  });
}

void RequestHandler::connection_closed() {
  if (streamed_body_ && !streamed_body_->done()) {
    streamed_body_->set_exception(StreamClosedError());
    static_cast<void>(streamed_body_->exception());
  }
  on_connection_close();
}

Future<void> RequestHandler::execute() {
  const std::shared_ptr<RequestHandler> self = shared_from_this();
  std::exception_ptr error;
  try {
    static_cast<void>(method());
    // Bytes that are not escaped are Latin-1 to the original.
    for (std::string& argument : path_arguments_)
      argument = decoded("url", http::unescaped(http::utf8_of_latin1(argument)));
    const std::optional<Future<void>> preparing = prepare();
    if (preparing) co_yield *preparing;
    if (prepared_) prepared_->set_result();
    if (streamed_body_ && !finished_) co_yield settled(*streamed_body_);
    const bool cut_off = streamed_body_ && streamed_body_->done() && streamed_body_->exception() != nullptr;
    if (!finished_ && !cut_off) {
      const Future<void> answered = (this->*method())();
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
  if (prepared_ && !prepared_->done()) prepared_->set_result();
}

RequestHandler::Method RequestHandler::method() const {
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
    if (name == request_->method) return method;
  }
  throw HTTPError(405);
}

void RequestHandler::handle_request_exception(const std::exception_ptr& error) {
  int status_code = 500;
  try {
    std::rethrow_exception(error);
  } catch (const Finish& end) {
    if (!finished_) finish(end.chunk);
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
  std::optional<std::string> reason;
  try {
    if (error) std::rethrow_exception(error);
  } catch (const HTTPError& refusal) {
    if (!refusal.reason.empty()) reason = refusal.reason;
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

}  // namespace tornado::web
