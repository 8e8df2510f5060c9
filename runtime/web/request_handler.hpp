// RequestHandler: responds to one request. Derive from it and override the methods that the handler supports,
// as coroutines or as plain functions that return a Future.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/coroutine.hpp"
#include "runtime/http/server_request.hpp"
#include "runtime/web/errors.hpp"
#include "runtime/web/template.hpp"

namespace tornado::web {

class Application;

/// The handler of one request, with the response that it is building. An exception from a method becomes the
/// response: HTTPError one with its status, Finish the response as it is, anything else a 500, and is logged.
/// The handler lives until its method has finished.
class RequestHandler : public std::enable_shared_from_this<RequestHandler> {
 public:
  RequestHandler();
  RequestHandler(const RequestHandler&) = delete;
  RequestHandler& operator=(const RequestHandler&) = delete;
  virtual ~RequestHandler();

  /// Makes the handler respond to the request. Called by the application.
  static void answer(std::shared_ptr<RequestHandler> handler, Application& application,
                     std::shared_ptr<http::HTTPServerRequest> request,
                     std::vector<std::string> path_arguments);

 protected:
  // For handlers to override. By default each method responds with a 405.
  virtual Future<void> head();
  virtual Future<void> get();
  virtual Future<void> post();
  virtual Future<void> delete_();
  virtual Future<void> patch();
  virtual Future<void> put();
  virtual Future<void> options();

  /// Runs before the method. If it finishes the response, the method does not run.
  virtual std::optional<Future<void>> prepare() { return std::nullopt; }
  /// Runs when the response is finished.
  virtual void on_finish() {}
  /// Runs if the browser closes the connection before the response is finished.
  virtual void on_connection_close() {}
  /// Sets the headers of every response, including error pages.
  virtual void set_default_headers() {}
  /// Writes the page for an error; `error` is the exception that the method threw, or null. Must finish the
  /// response.
  virtual void write_error(int status_code, const std::exception_ptr& error);
  /// Logs the exception that the method threw.
  virtual void log_exception(const std::exception_ptr& error);

  // For handlers to call.
  const http::HTTPServerRequest& request() const { return *request_; }
  Application& application() const { return *application_; }

  /// The decoded text that a group of the route's pattern matched; groups count from 0.
  const std::string& path_argument(std::size_t group) const { return path_arguments_.at(group); }

  /// The last value of the argument, from the URL or the body, stripped of blanks. Throws
  /// MissingArgumentError if there is none, and HTTPError 400 if it is not UTF-8.
  std::string get_argument(std::string_view name) const;
  std::string get_argument(std::string_view name, std::string_view otherwise) const;
  std::vector<std::string> get_arguments(std::string_view name) const;

  /// Throws std::invalid_argument if no reason is given and the code has no phrase.
  void set_status(int status_code, std::string reason = {});
  int get_status() const { return status_code_; }

  /// Throws std::invalid_argument if the value has control characters.
  void set_header(std::string_view name, std::string value);
  void add_header(std::string_view name, std::string value);
  void clear_header(std::string_view name) { headers_.erase(name); }

  /// Appends to the body, which flush() or finish() sends. Throws std::logic_error after finish().
  void write(std::string_view chunk);

  /// Sends what was written so far; the body is then sent in chunks. Done when it is sent.
  Future<void> flush();

  /// Sends the rest and completes the response. Throws std::logic_error if it was complete already.
  void finish(std::string_view chunk = {});
  bool finished() const { return finished_; }

  /// Discards the response so far and sends an error page. If a part was sent already, ends the response
  /// there.
  void send_error(int status_code, const std::exception_ptr& error = nullptr);

  /// Responds with a redirect.
  void redirect(const std::string& url, bool permanent = false);

  /// Finishes the response with a rendered template.
  void render(const std::string& template_name, const TemplateValues& values = {});
  std::string render_string(const std::string& template_name, const TemplateValues& values = {}) const;

 private:
  Future<void> execute();
  Future<void> call_method();
  void clear();
  void handle_request_exception(const std::exception_ptr& error);
  void give_up(const std::exception_ptr& error);
  void prepare_body();
  std::string checked_header(std::string value) const;

  Application* application_ = nullptr;
  std::shared_ptr<http::HTTPServerRequest> request_;
  std::vector<std::string> path_arguments_;
  http::HTTPHeaders headers_;
  std::string body_;
  int status_code_ = 200;
  std::string reason_;
  bool headers_written_ = false;
  bool finished_ = false;
};

}  // namespace tornado::web
