#include <stdexcept>
#include <utility>

#include "runtime/http/delegate_call.hpp"
#include "runtime/http/http1_connection.hpp"

// How HTTP1Connection reads bodies: of a known length, in chunks, or until the stream ends.

namespace tornado::http {

std::optional<Future<void>> HTTP1Connection::read_body(const Incoming& message,
                                                       const std::shared_ptr<MessageDelegate>& delegate) {
  if (!message.framing_error.empty()) throw HTTPInputError(message.framing_error);
  std::optional<std::size_t> length;
  if (message.headers.has("Content-Length")) {
    length = parse_length(message.headers.get("Content-Length", ""));
    if (*length > max_body_size_) throw HTTPInputError("Content-Length too long");
  }
  if (message.code == 204) {
    if (message.headers.has("Transfer-Encoding") || length.value_or(0) != 0)
      throw HTTPInputError("Response with code 204 should not have body");
    length = 0;
  }
  if (length) return read_fixed_body(*length, delegate);
  if (message.headers.says("Transfer-Encoding", "chunked")) return read_chunked_body(delegate);
  if (role_ == Role::client) return read_body_until_close(delegate);
  return std::nullopt;
}

Future<void> HTTP1Connection::read_fixed_body(std::size_t length, std::shared_ptr<MessageDelegate> delegate) {
  const std::shared_ptr<HTTP1Connection> self = shared_from_this();
  while (length > 0) {
    const std::size_t most = std::min(options_.chunk_size, length);
    std::string chunk = co_yield stream_->read_bytes(most, true);
    length -= chunk.size();
    const std::optional<Future<void>> taken = give_chunk(*delegate, std::move(chunk));
    if (taken) {
      co_yield settled(*taken);
      check_logged(*taken);
    }
  }
}

Future<void> HTTP1Connection::read_chunked_body(std::shared_ptr<MessageDelegate> delegate) {
  const std::shared_ptr<HTTP1Connection> self = shared_from_this();
  std::size_t total = 0;
  while (true) {
    const std::string line = co_yield stream_->read_until("\r\n", 64);
    std::size_t remaining = parse_chunk_size(line);
    if (remaining == 0) break;
    if (remaining > max_body_size_ - total) throw HTTPInputError("chunked body too large");
    total += remaining;
    while (remaining > 0) {
      const std::size_t most = std::min(options_.chunk_size, remaining);
      std::string chunk = co_yield stream_->read_bytes(most, true);
      remaining -= chunk.size();
      const std::optional<Future<void>> taken = give_chunk(*delegate, std::move(chunk));
      if (taken) {
        co_yield settled(*taken);
        check_logged(*taken);
      }
    }
    const std::string end = co_yield stream_->read_bytes(2);
    if (end != "\r\n") throw std::invalid_argument("a chunk is longer than its size");
  }
  const std::string end = co_yield stream_->read_bytes(2);
  if (end != "\r\n") throw HTTPInputError("improperly terminated chunked request");
}

Future<void> HTTP1Connection::read_body_until_close(std::shared_ptr<MessageDelegate> delegate) {
  const std::shared_ptr<HTTP1Connection> self = shared_from_this();
  std::string body = co_yield stream_->read_until_close();
  // The end does not wait for what the delegate does with the last chunk, as in the original.
  const std::optional<Future<void>> taken = give_chunk(*delegate, std::move(body));
  if (taken) static_cast<void>(taken->done() && taken->exception());
}

std::optional<Future<void>> HTTP1Connection::give_chunk(MessageDelegate& delegate, std::string chunk) {
  std::optional<Future<void>> taken;
  if (!write_finished_ || role_ == Role::client)
    logging([&] { taken = delegate.data_received(std::move(chunk)); });
  return taken;
}

}  // namespace tornado::http
