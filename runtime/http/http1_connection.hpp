// HTTP1Connection: reads one message and writes one on a stream, at either end. As in Tornado, to the hop:
// when something is read, and when the stream is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/coroutine.hpp"
#include "runtime/http/message_delegate.hpp"
#include "runtime/net/io_stream.hpp"

namespace tornado::http {

/// The options of a connection.
struct ConnectionOptions {
  bool no_keep_alive = false;           ///< close after one message
  std::size_t chunk_size = 65536;       ///< largest part of a body given to a delegate at once, in bytes
  std::size_t max_header_size = 65536;  ///< limit of a head, in bytes
  std::optional<std::size_t>
      max_body_size{};  ///< limit of a body, in bytes; none: the stream's max_buffer_size
  std::optional<Duration> header_timeout{};  ///< time for a head to arrive
  std::optional<Duration> body_timeout{};    ///< time for a body to arrive
  bool decompress = false;                   ///< expand bodies with the Content-Encoding gzip
};

/// Who sent a request, as far as the server knows: the peer, or what a trusted proxy says.
struct RequestContext {
  std::string remote_ip;
  std::string protocol = "http";
};

enum class Role : std::uint8_t { client, server };

/// A connection for one exchange. Its users own it; while it reads, it owns itself.
class HTTP1Connection : public std::enable_shared_from_this<HTTP1Connection> {
 public:
  HTTP1Connection(StreamPtr stream, Role role, ConnectionOptions options, RequestContext context);
  HTTP1Connection(const HTTP1Connection&) = delete;
  HTTP1Connection& operator=(const HTTP1Connection&) = delete;

  /// Reads one message for the delegate, then waits until the other message is written. The result says
  /// whether the stream may carry another exchange. A malformed message is logged and closes the stream; the
  /// Future does not fail because of it.
  Future<bool> read_message(std::shared_ptr<MessageDelegate> delegate);

  /// Writes the head together with the first chunk of the body; on a server, only after it has read a
  /// request. Done when it is sent or the stream is closed; fails with StreamClosedError if the stream was
  /// closed already. Throws HTTPOutputError and std::invalid_argument for a malformed message.
  Future<void> write_headers(const StartLine& start_line, HTTPHeaders headers, const std::string& chunk = {});

  /// Writes a chunk of the body.
  Future<void> write(const std::string& chunk);

  /// Ends the message. If it is shorter than its head says, closes the stream and throws HTTPOutputError.
  void finish();

  /// Runs `callback`, in the stack contexts of this call, if the stream is closed before the response is
  /// finished.
  template <std::invocable Function>
  void set_close_callback(Function callback) {
    close_callback_ = wrap(std::move(callback));
  }
  void clear_close_callback() { close_callback_.reset(); }

  void close();

  /// Limits the body of this message; to be called before it is read.
  void set_max_body_size(std::size_t size) { max_body_size_ = size; }
  void set_body_timeout(Duration timeout) { body_timeout_ = timeout; }

  const RequestContext& context() const { return context_; }
  void set_context(RequestContext context) { context_ = std::move(context); }

  IOLoop& loop() const { return stream_->loop(); }

 private:
  struct Abandoned {};

  // The head of a message that is being read.
  struct Incoming {
    StartLine start_line;
    HTTPHeaders headers;
    std::string framing_error;  // why no body can be read; empty if there is nothing wrong
    bool has_body = true;
    int code = 0;  // of a response

    bool is_informational() const { return code >= 100 && code < 200; }
  };

  Future<void> read_fixed_body(std::size_t length, std::shared_ptr<MessageDelegate> delegate);
  Future<void> read_chunked_body(std::shared_ptr<MessageDelegate> delegate);
  Future<void> read_body_until_close(std::shared_ptr<MessageDelegate> delegate);
  std::optional<Future<void>> read_body(const Incoming& message,
                                        const std::shared_ptr<MessageDelegate>& delegate);
  Incoming take_head(const std::string& text);
  void answer_head(const Incoming& message);
  void refuse_informational_body(const Incoming& message);
  void watch_for_close();
  void end_message(MessageDelegate& delegate, bool receiving, const std::exception_ptr& malformed,
                   std::exception_ptr& error);
  std::optional<Future<void>> give_chunk(MessageDelegate& delegate, std::string chunk);
  Future<bool> read_message_for(std::shared_ptr<MessageDelegate> delegate);
  bool can_keep_alive(const StartLine& start_line, const HTTPHeaders& headers) const;
  bool chunks_output(const StartLine& start_line, const HTTPHeaders& headers) const;
  std::string format_chunk(const std::string& chunk);
  Future<void> send(std::string data);
  Future<void> refuse_write();
  void send_quietly(std::string data);
  void on_write_complete(const Future<void>& written);
  void on_connection_close();
  void finish_request();
  void clear_callbacks();

  const StreamPtr stream_;
  const Role role_;
  const ConnectionOptions options_;
  RequestContext context_;
  std::size_t max_body_size_;
  std::optional<Duration> body_timeout_;
  bool write_finished_ = false;
  bool read_finished_ = false;
  bool disconnect_on_finish_ = false;
  bool chunking_output_ = false;
  std::uint32_t informational_ = 0;  // number of informational heads read
  Future<void> finish_future_;
  RequestStartLine request_start_line_;
  HTTPHeaders request_headers_;
  std::optional<std::size_t> content_remaining_;  // bytes that the head promised, not written yet
  std::optional<Future<void>> write_future_;
  std::optional<Future<void>> pending_write_;
  Callback close_callback_;
};

}  // namespace tornado::http
