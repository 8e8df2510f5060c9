#include "runtime/http/fetch_connection.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

#include "runtime/http/base64.hpp"
#include "runtime/http/simple_client.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace tornado::http {

namespace {

constexpr std::array<std::string_view, 7> supported_methods = {"GET",    "HEAD",  "POST",   "PUT",
                                                               "DELETE", "PATCH", "OPTIONS"};
constexpr std::array<std::string_view, 3> methods_with_body = {"POST", "PATCH", "PUT"};

template <std::size_t size>
bool among(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What the user is told: if an error closed the stream, that error.
std::exception_ptr reason_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const StreamClosedError& closed) {
    if (closed.real_error()) return closed.real_error();
    return std::make_exception_ptr(HTTPError(599, "Stream closed"));
  } catch (...) {
    return error;
  }
}

bool is_stream_closed(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const StreamClosedError&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

FetchConnection::FetchConnection(std::shared_ptr<SimpleClient> client, FetchRequest request,
                                 ResponseCallback final_callback)
    : client_(std::move(client)),
      loop_(client_->loop()),
      fetch_(std::move(request)),
      final_callback_(std::move(final_callback)),
      start_time_(loop_.time()) {}

void FetchConnection::start() {
  const ExceptionStackContext context(
      [self = shared_from_this()](const std::exception_ptr& error) { return self->handle_exception(error); });
  run_with_stack_context(context, [this] { connect(); });
}

void FetchConnection::connect() {
  const HTTPRequest& request = fetch_.request;
  const Duration timeout = std::min(request.connect_timeout, request.request_timeout);
  begin_phase(timeout);
  url_ = parse_url(request.url);
  if (url_.scheme != "http") throw std::invalid_argument("Unsupported url scheme: " + request.url);
  if (timeout != Duration(0)) set_timeout(timeout, "while connecting");
  StreamOptions options;
  options.loop = &loop_;
  options.max_buffer_size = client_->options().max_buffer_size;
  const Future<StreamPtr> connected =
      client_->tcp_client().connect(url_.host, url_.port.value_or(80), AddressFamily::unspecified, options);
  loop_.add_future(connected, [self = shared_from_this()](const Future<StreamPtr>& done) {
    // The user was told of the timeout, so a failure that comes after it is no error of a callback.
    if (const std::exception_ptr late = self->final_callback_ ? nullptr : done.exception())
      return log_error(ErrorKind::late, late);
    self->on_connect(done.result());
  });
}

void FetchConnection::on_connect(const StreamPtr& stream) {
  if (!final_callback_) {  // too late
    stream->close();
    return;
  }
  stream_ = stream;
  // Runs if the stream is closed already; the connection takes it away.
  stream_->set_close_callback([self = shared_from_this()] { self->on_connection_close(); });
  remove_timeout();
  const HTTPRequest& request = fetch_.request;
  begin_phase(request.request_timeout);
  if (request.request_timeout != Duration(0)) set_timeout(request.request_timeout, "during request");
  if (!among(supported_methods, request.method) && !request.allow_nonstandard_methods)
    throw std::invalid_argument("unknown method " + request.method);
  prepare_headers();
  ConnectionOptions options;
  options.no_keep_alive = true;
  options.max_header_size = client_->options().max_header_size;
  options.max_body_size = client_->options().max_body_size;
  options.decompress = request.decompress_response;
  connection_ =
      std::make_shared<HTTP1Connection>(stream_, Role::client, options, RequestContext{url_.authority});
  static_cast<void>(
      connection_->write_headers(RequestStartLine{request.method, url_.target, {}}, request.headers));
  if (request.expect_100_continue) {
    read_response();
  } else {
    write_body(true);
  }
}

void FetchConnection::prepare_headers() {
  const HTTPRequest& request = fetch_.request;
  HTTPHeaders& headers = fetch_.request.headers;
  if (!headers.has("Connection")) headers.set("Connection", "close");
  if (!headers.has("Host")) headers.set("Host", url_.authority);
  if (url_.username) {
    if (!url_.password) throw std::invalid_argument("a user without a password: " + request.url);
    headers.set("Authorization", "Basic " + to_base64(*url_.username + ":" + *url_.password));
  } else if (request.auth_username) {
    headers.set("Authorization", "Basic " + to_base64(*request.auth_username + ":" + request.auth_password));
  }
  if (!request.user_agent.empty()) headers.set("User-Agent", request.user_agent);
  if (!request.allow_nonstandard_methods) check_body();
  if (request.expect_100_continue) headers.set("Expect", "100-continue");
  if (request.body) headers.set("Content-Length", std::to_string(request.body->size()));
  if (request.method == "POST" && !headers.has("Content-Type"))
    headers.set("Content-Type", "application/x-www-form-urlencoded");
  if (request.decompress_response) headers.set("Accept-Encoding", "gzip");
}

void FetchConnection::check_body() const {
  const bool expected = among(methods_with_body, fetch_.request.method);
  if (expected == (fetch_.request.body.has_value() || fetch_.request.body_producer)) return;
  throw std::invalid_argument(std::string("Body must ") + (expected ? "not " : "") + "be None for method " +
                              fetch_.request.method + " (unless allow_nonstandard_methods is true)");
}

// Then reads the response, if it is not being read already.
void FetchConnection::write_body(bool start_read) {
  if (fetch_.request.body) {
    static_cast<void>(connection_->write(*fetch_.request.body));
  } else if (fetch_.request.body_producer) {
    const Future<void> produced = fetch_.request.body_producer(
        [connection = connection_](const std::string& chunk) { return connection->write(chunk); });
    return loop_.add_future(produced, [self = shared_from_this(), start_read](const Future<void>& done) {
      done.result();
      self->end_body(start_read);
    });
  }
  end_body(start_read);
}

void FetchConnection::end_body(bool start_read) {
  connection_->finish();
  if (start_read) read_response();
}

void FetchConnection::read_response() {
  // Exceptions come out of the callback and so reach handle_exception.
  loop_.add_future(connection_->read_message(shared_from_this()),
                   [](const Future<bool>& done) { done.result(); });
}

void FetchConnection::set_timeout(Duration timeout, const char* phase) {
  timeout_ = loop_.add_timeout(start_time_ + timeout,
                               [self = shared_from_this(), phase] { self->on_timeout(phase); });
}

void FetchConnection::remove_timeout() {
  loop_.remove_timeout(timeout_);
  timeout_ = Timeout();
}

void FetchConnection::on_timeout(const char* phase) {
  timeout_ = Timeout();
  if (final_callback_) throw HTTPError(599, std::string("Timeout ") + phase);
}

void FetchConnection::begin_phase(Duration timeout) {
  end_phase();
  phase_ = loop_.numbers().request++;
  const double never = std::numeric_limits<double>::infinity();
  loop_.note(EventKind::request_begin, phase_, 0, 0,
             timeout != Duration(0) ? seconds_of(start_time_ + timeout) : never);
}

void FetchConnection::end_phase() {
  if (phase_ != 0) loop_.note(EventKind::request_end, std::exchange(phase_, 0));
}

void FetchConnection::release() {
  if (std::exchange(released_, true)) return;
  client_->release();
}

void FetchConnection::run_callback(HTTPResponse response) {
  release();
  if (!final_callback_) return;
  end_phase();
  loop_.add_callback(std::exchange(final_callback_, ResponseCallback()), std::move(response));
}

bool FetchConnection::handle_exception(const std::exception_ptr& error) {
  // After the final callback, it is an exception of the user's callback or of something that the callback
  // started.
  if (!final_callback_) return is_stream_closed(error);
  remove_timeout();
  run_callback(HTTPResponse(fetch_.current(), reason_of(error), loop_.time() - start_time_));
  if (stream_) stream_->close();
  return true;
}

void FetchConnection::on_connection_close() {
  if (!final_callback_) return;
  if (stream_->error()) std::rethrow_exception(stream_->error());
  handle_exception(std::make_exception_ptr(HTTPError(599, "Connection closed")));
}

std::optional<Future<void>> FetchConnection::headers_received(const StartLine& start_line,
                                                              const HTTPHeaders& headers) {
  const auto& line = std::get<ResponseStartLine>(start_line);
  if (fetch_.request.expect_100_continue && line.code == 100) {
    write_body(false);
    return std::nullopt;
  }
  start_line_ = line;
  headers_ = headers;
  if (should_follow_redirect() || !fetch_.request.header_callback) return std::nullopt;
  const auto& tell = fetch_.request.header_callback;
  tell(line.version + " " + std::to_string(line.code) + " " + line.reason + "\r\n");
  for (const auto& [name, value] : headers.get_all()) tell(name + ": " + value + "\r\n");
  tell("\r\n");
  return std::nullopt;
}

std::optional<Future<void>> FetchConnection::data_received(std::string chunk) {
  if (should_follow_redirect()) return std::nullopt;
  if (fetch_.request.streaming_callback) {
    fetch_.request.streaming_callback(chunk);
  } else if (body_.empty()) {
    body_ = std::move(chunk);
  } else {
    body_ += chunk;
  }
  return std::nullopt;
}

bool FetchConnection::should_follow_redirect() const {
  const int code = start_line_.code;
  return fetch_.request.follow_redirects && fetch_.request.max_redirects > 0 &&
         (code == 301 || code == 302 || code == 303 || code == 307 || code == 308);
}

void FetchConnection::finish() {
  remove_timeout();
  if (should_follow_redirect()) {
    // Each informational response before this one makes this function run once more.
    if (final_callback_) follow_redirect();
  } else {
    if (start_line_.code == 0) throw HTTPInputError("no response came after 100 Continue");
    if (fetch_.request.method != "HEAD" && start_line_.code != 304) unify_content_length(headers_);
    run_callback(HTTPResponse(fetch_.original, start_line_.code, start_line_.reason, headers_,
                              std::move(body_), fetch_.request.url, loop_.time() - start_time_));
  }
  stream_->close();
}

void FetchConnection::follow_redirect() {
  const std::optional<std::string> location = headers_.get("Location");
  if (!location) throw HTTPInputError("a redirect without a Location");
  FetchRequest next = fetch_;
  next.redirected = true;
  next.request.url = resolve_url(fetch_.request.url, *location);
  --next.request.max_redirects;
  next.request.headers.erase("Host");
  // As browsers do, whatever the first request's method was.
  if (start_line_.code == 302 || start_line_.code == 303) {
    next.request.method = "GET";
    next.request.body.reset();
    for (const char* name : {"Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding"})
      next.request.headers.erase(name);
  }
  end_phase();
  ResponseCallback callback = std::exchange(final_callback_, ResponseCallback());
  release();
  static_cast<void>(client_->fetch(std::move(next), std::move(callback), true));
}

}  // namespace tornado::http
