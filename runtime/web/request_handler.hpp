// RequestHandler: responds to one request. Derive from it and override the methods that the handler supports,
// as coroutines or as plain functions that return a Future.
#pragma once

#include <exception>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/coroutine.hpp"
#include "runtime/http/cookies.hpp"
#include "runtime/http/server_request.hpp"
#include "runtime/web/errors.hpp"
#include "runtime/web/output_transform.hpp"
#include "runtime/web/template.hpp"

namespace tornado::web {

class Application;
class HandlerDelegate;

/// What to do with blanks around the value of an argument.
enum class Blanks : std::uint8_t { strip, keep };

/// The handler of one request, with the response that it is building. An exception from a method becomes the
/// response: HTTPError one with its status, Finish the response as it is, anything else a 500, and is logged.
/// The handler lives until its method has finished.
///
/// A handler with `static constexpr bool stream_request_body = true;` gets its body in parts, by
/// data_received(), after prepare() and before its method; its request has no body and no arguments from one.
class RequestHandler : public std::enable_shared_from_this<RequestHandler> {
 public:
  RequestHandler();
  RequestHandler(const RequestHandler&) = delete;
  RequestHandler& operator=(const RequestHandler&) = delete;
  virtual ~RequestHandler();

  /// For logs and functions that see every response.
  const http::HTTPServerRequest& request() const { return *request_; }
  int get_status() const { return status_code_; }

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
  /// Gets a part of the body, if the handler has `stream_request_body`. Nothing more is read before the
  /// returned Future, if there is one, is done.
  virtual std::optional<Future<void>> data_received(std::string chunk);
  /// The entity tag of a complete body, in quotes; empty for none. By default the body's SHA-1.
  virtual std::string compute_etag() const;
  /// Sets the headers of every response, including error pages.
  virtual void set_default_headers() {}
  /// Writes the page for an error; `error` is the exception that the method threw, or null. Must finish the
  /// response.
  virtual void write_error(int status_code, const std::exception_ptr& error);
  /// Logs the exception that the method threw.
  virtual void log_exception(const std::exception_ptr& error);

  // For handlers to call.
  Application& application() const { return *application_; }
  /// The connection of the response: to limit the size or the time of a body that comes in parts.
  http::HTTP1Connection& connection() const { return *request_->connection; }

  /// The decoded text that a group of the route's pattern matched; groups count from 0.
  const std::string& path_argument(std::size_t group) const { return path_arguments_.at(group); }
  std::size_t path_arguments() const { return path_arguments_.size(); }

  /// The last value of the argument, from the URL or the body. Control characters in it become blanks. Throws
  /// MissingArgumentError if there is none, and HTTPError 400 if it is not UTF-8.
  std::string get_argument(std::string_view name) const;
  std::string get_argument(std::string_view name, std::string_view otherwise,
                           Blanks blanks = Blanks::strip) const;
  std::vector<std::string> get_arguments(std::string_view name, Blanks blanks = Blanks::strip) const;

  /// As those, from the URL alone.
  std::string get_query_argument(std::string_view name) const;
  std::string get_query_argument(std::string_view name, std::string_view otherwise,
                                 Blanks blanks = Blanks::strip) const;
  std::vector<std::string> get_query_arguments(std::string_view name, Blanks blanks = Blanks::strip) const;

  /// As those, from the body alone.
  std::string get_body_argument(std::string_view name) const;
  std::string get_body_argument(std::string_view name, std::string_view otherwise,
                                Blanks blanks = Blanks::strip) const;
  std::vector<std::string> get_body_arguments(std::string_view name, Blanks blanks = Blanks::strip) const;

  /// The value of a cookie that the browser sent.
  std::optional<std::string> get_cookie(std::string_view name) const;
  /// Sets a cookie with the response. Throws std::invalid_argument if the name or the value is not allowed.
  void set_cookie(std::string_view name, std::string_view value, const http::CookieOptions& options = {});
  void clear_cookie(std::string_view name, const std::string& path = "/", const std::string& domain = {});
  void clear_all_cookies(const std::string& path = "/", const std::string& domain = {});

  /// As get_cookie and set_cookie, for values that the browser can read and not change. They need the setting
  /// `cookie_secret`, or throw std::logic_error.
  std::optional<std::string> get_secure_cookie(std::string_view name, double max_age_days = 31) const;
  void set_secure_cookie(std::string_view name, std::string_view value);
  void set_secure_cookie(std::string_view name, std::string_view value, const http::CookieOptions& options);

  /// Throws std::invalid_argument if no reason is given and the code has no phrase.
  void set_status(int status_code, std::optional<std::string> reason = std::nullopt);

  /// Throws std::invalid_argument if the value has control characters.
  void set_header(std::string_view name, std::string value);
  void add_header(std::string_view name, std::string value);
  void clear_header(std::string_view name) { headers_.erase(name); }

  /// Appends to the body, which flush() or finish() sends. Throws std::logic_error after finish().
  void write(std::string_view chunk);
  /// Appends an object as JSON, and makes the response application/json. Throws std::invalid_argument for
  /// anything but an object: old browsers run other values as scripts.
  void write_json(const nlohmann::ordered_json& object);

  /// Sends what was written so far; the body is then sent in chunks. Done when it is sent.
  Future<void> flush();

  /// Sends the rest and completes the response. Throws std::logic_error if it was complete already.
  void finish(std::string_view chunk = {});
  bool finished() const { return finished_; }

  /// Discards the response so far and sends an error page. If a part was sent already, ends the response
  /// there.
  void send_error(int status_code, const std::exception_ptr& error = nullptr);

  /// Responds with a redirect: a 301 or 302, or this status, which must be a 3xx. Throws std::logic_error if
  /// a part of the response was sent.
  void redirect(const std::string& url, bool permanent = false, std::optional<int> status = std::nullopt);

  /// The path of the handler with that name in the application, with these arguments for its groups.
  std::string reverse_url(std::string_view name, const std::vector<std::string>& arguments = {}) const;

  /// Sets the header Etag from compute_etag(), and whether the browser has that version already.
  void set_etag_header();
  bool check_etag_header() const;

  /// Finishes the response with a rendered template.
  void render(const std::string& template_name, const TemplateValues& values = {});
  std::string render_string(const std::string& template_name, const TemplateValues& values = {}) const;

 private:
  friend HandlerDelegate;
  using Arguments = std::vector<http::Argument>;
  using Method = Future<void> (RequestHandler::*)();

  // Sets the handler up for a request, before it runs.
  void begin(Application& application, std::shared_ptr<http::HTTPServerRequest> request,
             std::vector<std::string> path_arguments);
  Future<void> execute();
  Method method() const;
  void connection_closed();
  void clear();
  Future<void> send(bool finishing);
  Time wall_time() const;
  const std::string& cookie_secret() const;
  static std::string decoded(std::string_view name, std::string value);
  static std::vector<std::string> values_of(const Arguments& arguments, std::string_view name, Blanks blanks);
  void handle_request_exception(const std::exception_ptr& error);
  void give_up(const std::exception_ptr& error);
  void prepare_body();
  std::string checked_header(std::string value) const;

  Application* application_ = nullptr;
  std::shared_ptr<http::HTTPServerRequest> request_;
  std::vector<std::string> path_arguments_;
  http::HTTPHeaders headers_;
  std::vector<std::pair<std::string, std::string>> new_cookies_;  // names and the values of Set-Cookie
  std::vector<std::unique_ptr<OutputTransform>> transforms_;
  std::optional<Future<void>> streamed_body_;  // done when the body has come; only if the handler streams it
  std::optional<Future<void>> prepared_;       // done when prepare() is; only then
  std::string body_;
  int status_code_ = 200;
  std::string reason_;
  bool headers_written_ = false;
  bool finished_ = false;
};

}  // namespace tornado::web
