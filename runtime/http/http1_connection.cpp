#include "runtime/http/http1_connection.hpp"

#include <stdexcept>
#include <utility>

#include "runtime/gen/with_timeout.hpp"
#include "runtime/http/delegate_call.hpp"
#include "runtime/http/gzip_delegate.hpp"

namespace tornado::http {

namespace {

// The limit of informational heads (such as 100 Continue) before the real one: each takes a coroutine that
// waits for the next.
constexpr std::uint32_t most_informational = 64;

}  // namespace

HTTP1Connection::HTTP1Connection(StreamPtr stream, Role role, ConnectionOptions options,
                                 RequestContext context)
    : stream_(std::move(stream)),
      role_(role),
      options_(options),
      context_(std::move(context)),
      max_body_size_(options_.max_body_size.value_or(stream_->max_buffer_size())),
      body_timeout_(options_.body_timeout) {
  clear_callbacks();
}

Future<bool> HTTP1Connection::read_message(std::shared_ptr<MessageDelegate> delegate) {
  if (options_.decompress)
    delegate = std::make_shared<GzipDelegate>(std::move(delegate), options_.chunk_size);
  return read_message_for(std::move(delegate));
}

Future<bool> HTTP1Connection::read_message_for(std::shared_ptr<MessageDelegate> delegate) {
  const std::shared_ptr<HTTP1Connection> self = shared_from_this();
  bool receiving = false;  // the delegate has got the head and not the end yet
  bool complete = false;
  std::exception_ptr malformed, error;
  if (stream_->closed() && stream_->read_buffer_size() == 0) {
    // Most connections end like this, so no exception is thrown; see below.
    clear_callbacks();
    co_return Failure(std::make_exception_ptr(StreamClosedError(stream_->error())));
  }
  try {
    std::string text;
    const Future<std::string> head = stream_->read_until_regex("\\r?\\n\\r?\\n", options_.max_header_size);
    if (options_.header_timeout) {
      const Future<std::string> in_time =
          with_timeout(stream_->loop().time() + *options_.header_timeout, head, quiet<StreamClosedError>());
      co_yield settled(in_time);
      if (const std::exception_ptr failed = in_time.exception()) {
        const bool timed_out = !head.done();
        if (timed_out) close();
        clear_callbacks();
        if (timed_out) co_return false;
        co_return Failure(failed);
      }
      text = in_time.take();
    } else {
      text = co_yield head;
    }

    Incoming message = take_head(text);
    receiving = true;
    std::optional<Future<void>> accepted;
    logging([&] { accepted = delegate->headers_received(message.start_line, message.headers); });
    if (accepted) {
      co_yield settled(*accepted);
      check_logged(*accepted);
    }
    answer_head(message);
    if (message.is_informational()) co_yield read_message_for(delegate);
    if (message.has_body) {
      unify_content_length(message.headers);
      const std::optional<Future<void>> body = read_body(message, delegate);
      if (body && body_timeout_) {
        const Future<void> in_time =
            with_timeout(stream_->loop().time() + *body_timeout_, *body, quiet<StreamClosedError>());
        bool timed_out = false;
        try {
          co_yield in_time;
        } catch (const TimeoutError&) {
          timed_out = true;
        }
        if (timed_out) {
          stream_->close();
          throw Abandoned();
        }
      } else if (body) {
        co_yield *body;
      }
    }
    read_finished_ = true;
    if (!write_finished_ || role_ == Role::client) {
      receiving = false;
      logging([&] { delegate->finish(); });
    }
    if (!finish_future_.done() && !stream_->closed()) {
      watch_for_close();
      stream_->loop().describe(finish_future_, [&] {
        return role_ == Role::server ? "the end of the response, which no handler has finished"
                                     : "the end of the request, which is not written";
      });
      co_yield finish_future_;
    }
    if (role_ == Role::client && disconnect_on_finish_) close();
    complete = true;
  } catch (const BaseException&) {
    throw;
  } catch (const Abandoned&) {
    complete = false;
  } catch (const HTTPInputError&) {
    malformed = std::current_exception();
  } catch (...) {
    error = std::current_exception();
  }
  end_message(*delegate, receiving, malformed, error);
  if (error) co_return Failure(error);
  co_return complete;
}

HTTP1Connection::Incoming HTTP1Connection::take_head(const std::string& text) {
  Incoming message;
  if (role_ == Role::client) {
    Head<ResponseStartLine> head = parse_response_head(text);
    message = {std::move(head.start_line), std::move(head.headers), std::move(head.framing_error)};
  } else {
    Head<RequestStartLine> head = parse_request_head(text);
    request_start_line_ = head.start_line;
    request_headers_ = head.headers;
    message = {std::move(head.start_line), std::move(head.headers), std::move(head.framing_error)};
  }
  disconnect_on_finish_ = !can_keep_alive(message.start_line, message.headers);
  if (role_ == Role::client) {
    message.code = std::get<ResponseStartLine>(message.start_line).code;
    message.has_body = request_start_line_.method != "HEAD" && message.code != 304;
  }
  return message;
}

void HTTP1Connection::answer_head(const Incoming& message) {
  if (role_ == Role::client) {
    if (message.is_informational()) refuse_informational_body(message);
  } else if (message.headers.get("Expect") == "100-continue" && !write_finished_) {
    send_quietly("HTTP/1.1 100 (Continue)\r\n\r\n");
  }
}

void HTTP1Connection::refuse_informational_body(const Incoming& message) {
  if (!message.framing_error.empty() || message.headers.has("Content-Length") ||
      message.headers.has("Transfer-Encoding"))
    throw HTTPInputError("Response code " + std::to_string(message.code) + " cannot have body");
  if (++informational_ > most_informational) throw HTTPInputError("too many informational responses");
}

void HTTP1Connection::watch_for_close() {
  stream_->set_close_callback([weak = weak_from_this()] {
    if (const auto alive = weak.lock()) alive->on_connection_close();
  });
}

// Reading is over. `error` becomes what the delegate throws when it is told that it gets no more.
void HTTP1Connection::end_message(MessageDelegate& delegate, bool receiving,
                                  const std::exception_ptr& malformed, std::exception_ptr& error) {
  if (malformed) {
    log_error(ErrorKind::connection, malformed);
    close();
  }
  if (receiving) {
    try {
      logging([&] { delegate.on_connection_close(); });
    } catch (const QuietError&) {
      error = std::current_exception();
    }
  }
  clear_callbacks();
}

bool HTTP1Connection::can_keep_alive(const StartLine& start_line, const HTTPHeaders& headers) const {
  if (options_.no_keep_alive) return false;
  const auto* request = std::get_if<RequestStartLine>(&start_line);
  const std::string& version =
      request != nullptr ? request->version : std::get<ResponseStartLine>(start_line).version;
  if (version == "HTTP/1.1") return !headers.says("Connection", "close");
  const bool knows_its_end = headers.has("Content-Length") || headers.says("Transfer-Encoding", "chunked") ||
                             (request != nullptr && (request->method == "HEAD" || request->method == "GET"));
  return knows_its_end && headers.says("Connection", "keep-alive");
}

bool HTTP1Connection::chunks_output(const StartLine& start_line, const HTTPHeaders& headers) const {
  if (headers.has("Content-Length") || headers.has("Transfer-Encoding")) return false;
  if (const auto* request = std::get_if<RequestStartLine>(&start_line))
    return request->method == "POST" || request->method == "PUT" || request->method == "PATCH";
  const int code = std::get<ResponseStartLine>(start_line).code;
  return request_start_line_.version == "HTTP/1.1" && code != 204 && code != 304 &&
         (code < 100 || code >= 200);
}

Future<void> HTTP1Connection::write_headers(const StartLine& start_line, HTTPHeaders headers,
                                            const std::string& chunk) {
  chunking_output_ = chunks_output(start_line, headers);
  if (role_ == Role::client) {
    request_start_line_ = std::get<RequestStartLine>(start_line);
  } else if (request_start_line_.version == "HTTP/1.0" && request_headers_.says("Connection", "keep-alive")) {
    headers.set("Connection", "Keep-Alive");
  }
  if (chunking_output_) headers.set("Transfer-Encoding", "chunked");
  const auto* response = std::get_if<ResponseStartLine>(&start_line);
  content_remaining_.reset();
  if (response != nullptr && (request_start_line_.method == "HEAD" || response->code == 304)) {
    content_remaining_ = 0;
  } else if (const std::optional<std::string> length = headers.get("Content-Length")) {
    content_remaining_ = parse_length(*length);
  }
  std::string data = std::visit([&](const auto& line) { return to_text(line, headers); }, start_line);
  if (stream_->closed()) return refuse_write();
  if (!chunk.empty()) data += format_chunk(chunk);
  return send(std::move(data));
}

Future<void> HTTP1Connection::write(const std::string& chunk) {
  if (stream_->closed()) return refuse_write();
  return send(format_chunk(chunk));
}

std::string HTTP1Connection::format_chunk(const std::string& chunk) {
  if (content_remaining_) {
    if (chunk.size() > *content_remaining_) {
      stream_->close();
      throw HTTPOutputError("Tried to write more data than Content-Length");
    }
    *content_remaining_ -= chunk.size();
  }
  return chunking_output_ && !chunk.empty() ? to_chunk(chunk) : chunk;
}

Future<void> HTTP1Connection::refuse_write() {
  write_future_.emplace();
  write_future_->set_exception(StreamClosedError());
  static_cast<void>(write_future_->exception());  // nobody has to look at it
  return *write_future_;
}

Future<void> HTTP1Connection::send(std::string data) {
  const Future<void> done;
  write_future_ = done;
  stream_->loop().describe(done, [] { return "what is written to be sent"; });
  pending_write_ = stream_->write(std::move(data));
  pending_write_->add_done_callback(
      [self = shared_from_this()](const Future<void>& written) { self->on_write_complete(written); });
  return done;
}

// For writes that nobody waits for.
void HTTP1Connection::send_quietly(std::string data) {
  static_cast<void>(stream_->write(std::move(data)));
}

void HTTP1Connection::on_write_complete(const Future<void>& written) {
  if (const std::exception_ptr error = written.exception()) {
    try {
      std::rethrow_exception(error);
    } catch (const StreamClosedError&) {  // NOLINT(bugprone-empty-catch): the reader notices
    }
  }
  if (write_future_) {
    const Future<void> future = *std::exchange(write_future_, std::nullopt);
    future.set_result();
  }
}

void HTTP1Connection::finish() {
  if (content_remaining_.value_or(0) != 0 && !stream_->closed()) {
    stream_->close();
    throw HTTPOutputError("Tried to write " + std::to_string(*content_remaining_) +
                          " bytes less than Content-Length");
  }
  if (chunking_output_ && !stream_->closed()) {
    pending_write_ = stream_->write(to_chunk({}));
    pending_write_->add_done_callback(
        [self = shared_from_this()](const Future<void>& written) { self->on_write_complete(written); });
  }
  write_finished_ = true;
  // A response before the end of the request: the next request cannot be found in the stream.
  if (!read_finished_) disconnect_on_finish_ = true;
  if (!pending_write_) {
    finish_request();
  } else {
    pending_write_->add_done_callback(
        [self = shared_from_this()](const Future<void>&) { self->finish_request(); });
  }
}

void HTTP1Connection::finish_request() {
  clear_callbacks();
  if (role_ == Role::server && disconnect_on_finish_) return close();
  if (!finish_future_.done()) finish_future_.set_result();
}

void HTTP1Connection::on_connection_close() {
  if (close_callback_) {
    Callback callback = std::exchange(close_callback_, Callback());
    callback();
  }
  if (!finish_future_.done()) finish_future_.set_result();
  clear_callbacks();
}

void HTTP1Connection::close() {
  stream_->close();
  clear_callbacks();
  if (!finish_future_.done()) finish_future_.set_result();
}

void HTTP1Connection::clear_callbacks() {
  write_future_.reset();
  close_callback_.reset();
  stream_->clear_close_callback();
}

}  // namespace tornado::http
