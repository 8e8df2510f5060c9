// RequestHandler: answers one request. A handler of one's own derives from it and overrides the methods that
// it allows; they are coroutines, or plain functions that return a Future.
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

/// One request's handler, with the answer that it is making. What a method throws becomes an answer:
/// HTTPError that of its status, Finish the answer as it is, anything else, which is logged, a 500. It lives
/// until its method has finished.
class RequestHandler : public std::enable_shared_from_this<RequestHandler> {
 public:
  RequestHandler();
  RequestHandler(const RequestHandler&) = delete;
  RequestHandler& operator=(const RequestHandler&) = delete;
  virtual ~RequestHandler();

  /// Lets the handler answer the request. For the application.
  static void answer(std::shared_ptr<RequestHandler> handler, Application& application,
                     std::shared_ptr<http::HTTPServerRequest> request,
                     std::vector<std::string> path_arguments);

 protected:
  // What a handler overrides: by default each method answers with a 405.
  virtual Future<void> head();
  virtual Future<void> get();
  virtual Future<void> post();
  virtual Future<void> delete_();
  virtual Future<void> patch();
  virtual Future<void> put();
  virtual Future<void> options();

  /// Runs before the method, which is left out if it has finished the answer.
  virtual std::optional<Future<void>> prepare() { return std::nullopt; }
  /// Runs when the answer is finished.
  virtual void on_finish() {}
  /// Runs if the browser goes before the answer is finished.
  virtual void on_connection_close() {}
  /// Sets the headers that each answer has, error pages too.
  virtual void set_default_headers() {}
  /// Writes the page for an error; `error` is what the method threw, or null. Must finish the answer.
  virtual void write_error(int status_code, const std::exception_ptr& error);
  /// Logs what the method threw.
  virtual void log_exception(const std::exception_ptr& error);

  // What a handler calls.
  const http::HTTPServerRequest& request() const { return *request_; }
  Application& application() const { return *application_; }

  /// The text that a group of the route's pattern matched, decoded, from 0.
  const std::string& path_argument(std::size_t group) const { return path_arguments_.at(group); }

  /// The last value of that argument, of the URL or the body, without blanks around it. Throws
  /// MissingArgumentError if there is none, HTTPError 400 if it is no UTF-8.
  std::string get_argument(std::string_view name) const;
  std::string get_argument(std::string_view name, std::string_view otherwise) const;
  std::vector<std::string> get_arguments(std::string_view name) const;

  /// Throws std::invalid_argument for a code that has no phrase if none is given.
  void set_status(int status_code, std::string reason = {});
  int get_status() const { return status_code_; }

  /// Throws std::invalid_argument for a value with control characters.
  void set_header(std::string_view name, std::string value);
  void add_header(std::string_view name, std::string value);
  void clear_header(std::string_view name) { headers_.erase(name); }

  /// Adds to the body, which is sent by flush() or finish(). Throws std::logic_error after finish().
  void write(std::string_view chunk);

  /// Sends what there is; the body is then sent in chunks. Done when it is sent.
  Future<void> flush();

  /// Sends the rest: the answer is complete. Throws std::logic_error if it was already.
  void finish(std::string_view chunk = {});
  bool finished() const { return finished_; }

  /// Forgets the answer so far and sends an error page; if a part was sent already, ends the answer there.
  void send_error(int status_code, const std::exception_ptr& error = nullptr);

  /// Answers with a redirect.
  void redirect(const std::string& url, bool permanent = false);

  /// Finishes with a template filled in.
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
