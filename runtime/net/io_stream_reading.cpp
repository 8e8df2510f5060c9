#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "runtime/net/io_stream.hpp"

// The reading half of IOStream.

namespace tornado {

// ---- what is asked for

IOStream::Read& IOStream::new_read() {
  if (read_ != nullptr) throw std::logic_error("Already reading");
  if (failed_read_ != nullptr) {
    read_ = std::move(failed_read_);
  } else {
    read_.reset(pool_new<Read>());
  }
  return *read_;
}

void IOStream::forget_read() {
  if (read_ == nullptr) return;
  failed_read_ = std::move(read_);
  failed_read_->callback.reset();
  failed_read_->streaming.reset();
  failed_read_->future.reset();
}

Future<std::string> IOStream::begin_read(StreamRead as) {
  Read& read = new_read();
  Future<std::string> future;
  read.future = future;
  loop_.note(EventKind::stream_reads, number_, future.cell()->id(), static_cast<std::uint8_t>(as));
  return future;
}

void IOStream::begin_read(ReadCallback callback, StreamRead as) {
  new_read().callback = std::move(callback);
  loop_.note(EventKind::stream_reads, number_, 0, static_cast<std::uint8_t>(as));
}

Future<std::string> IOStream::read_until_match(const Regex& regex, std::optional<std::size_t> max_bytes) {
  Future<std::string> future = begin_read();
  want_regex(regex, max_bytes);
  return future;
}

Future<std::string> IOStream::read_until(std::string_view delimiter, std::optional<std::size_t> max_bytes) {
  check_delimiter(delimiter);
  Future<std::string> future = begin_read();
  want_delimiter(delimiter, max_bytes);
  return future;
}

Future<std::string> IOStream::read_bytes(std::size_t count, bool partial) {
  Future<std::string> future = begin_read();
  want_bytes(count, partial);
  return future;
}

Future<std::string> IOStream::read_until_close() {
  Future<std::string> future = begin_read();
  want_all();
  return future;
}

void IOStream::want_regex(const Regex& regex, std::optional<std::size_t> max_bytes) {
  max_bytes_ = max_bytes;
  read_->regex = regex;
  start_read(true);
}

void IOStream::check_delimiter(std::string_view delimiter) {
  if (delimiter.empty()) throw std::invalid_argument("read_until: the delimiter is empty");
}

void IOStream::want_delimiter(std::string_view delimiter, std::optional<std::size_t> max_bytes) {
  max_bytes_ = max_bytes;
  read_->delimiter = delimiter;
  read_->searched = 0;
  start_read(true);
}

void IOStream::want_bytes(std::size_t count, bool partial) {
  read_->bytes = count;
  read_->partial = partial;
  start_read(false);
}

void IOStream::want_all() {
  const StreamPtr self = shared_from_this();
  if (closed_) {
    if (read_->streaming) give_chunk(read_buffer_.size());
    return read_from_buffer(read_buffer_.size());
  }
  until_close_ = true;
  start_read(false);
}

void IOStream::start_read(bool searches) {
  const StreamPtr self = shared_from_this();
  // Closing the stream settles the Future and forgets the read.
  const std::optional<Future<std::string>> future = read_->future;
  std::exception_ptr error;
  bool unsatisfiable = false;
  try {
    return try_inline_read();
  } catch (const BaseException&) {
    throw;
  } catch (const UnsatisfiableReadError&) {
    error = std::current_exception();
    unsatisfiable = true;
  } catch (...) {
    error = std::current_exception();
  }
  // A search that cannot succeed closes the stream; the call itself does not fail. Another read fails because
  // of one that failed before it.
  if (unsatisfiable && searches) return close(error);
  if (future) look_at_failure(*future);
  std::rethrow_exception(error);
}

// ---- reading

void IOStream::try_inline_read() {
  run_streaming_callback();
  if (const auto size = find_read_end()) return read_from_buffer(*size);
  check_closed();
  std::optional<std::size_t> size;
  std::exception_ptr error;
  try {
    size = read_to_buffer_loop();
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (error) {
    // The stream was closed during the read, where its close callback could not run.
    maybe_run_close_callback();
    std::rethrow_exception(error);
  }
  if (size) return read_from_buffer(*size);
  if (closed_) {
    maybe_run_close_callback();
  } else {
    add_io_state(IOLoop::READ);
  }
}

std::optional<std::size_t> IOStream::read_to_buffer_loop() {
  // Receive until the buffer has this many bytes; none: until there is no more. 0: nobody reads, so look
  // once, for the end.
  std::optional<std::size_t> target = max_bytes_;
  if (read_ != nullptr && read_->bytes) target = read_->bytes;
  if (read_ == nullptr && !target) target = 0;
  std::size_t next_search = 0;
  // Counts as a pending callback, so that the end of the stream does not run the close callback from in here:
  // data that was read before comes first (law I5).
  struct Pending {
    std::uint32_t& count;
    explicit Pending(std::uint32_t& callbacks) : count(callbacks) { ++count; }
    ~Pending() { --count; }
  } pending(pending_callbacks_);
  while (!closed_) {
    if (!read_to_buffer()) break;
    run_streaming_callback();
    if (target && read_buffer_.size() >= *target) break;
    // Searching is expensive, so search again only when the buffer has doubled.
    if (read_buffer_.size() >= next_search) {
      if (const auto size = find_read_end()) return size;
      next_search = read_buffer_.size() * 2;
    }
  }
  return find_read_end();
}

// Makes room for as much as has arrived. If the socket cannot tell, the bytes come by way of memory that all
// streams of the thread share, so that an idle stream keeps no room for a chunk.
Transfer IOStream::receive_chunk() {
  if (const std::optional<std::size_t> arrived = socket_->available()) {
    const std::size_t wanted = std::clamp<std::size_t>(*arrived, 1, read_chunk_size_);
    const Transfer got = socket_->receive(read_buffer_.room(wanted), wanted);
    read_buffer_.add(got.bytes);
    return got;
  }
  static constexpr std::size_t most_at_once = 65536;
  static thread_local std::unique_ptr<char[]> chunk;
  if (chunk == nullptr) chunk = std::make_unique_for_overwrite<char[]>(most_at_once);
  const Transfer got = socket_->receive(chunk.get(), std::min(read_chunk_size_, most_at_once));
  if (got.bytes != 0) std::memcpy(read_buffer_.room(got.bytes), chunk.get(), got.bytes);
  read_buffer_.add(got.bytes);
  return got;
}

// Receives a chunk. Returns false if there is nothing more now.
bool IOStream::read_to_buffer() {
  Transfer got;
  do {
    got = receive_chunk();
  } while (got.interrupted());
  if (got.would_block()) return false;
  if (!got.ok()) {
    const std::exception_ptr error = socket_error(got.error, "receive");
    close(error);
    if (!is_connection_reset(got.error)) std::rethrow_exception(error);
    return true;
  }
  if (got.bytes == 0) {
    close();
    return false;
  }
  if (read_buffer_.size() > max_buffer_size_) {
    close();
    throw StreamBufferFullError("Reached maximum read buffer size");
  }
  return true;
}

// Completes the outstanding read with the first `size` bytes of the buffer.
void IOStream::read_from_buffer(std::size_t size) {
  const PoolPointer<Read> read = std::move(read_);
  if (read == nullptr) return maybe_add_error_listener();
  std::string data = consume(size, StreamRead::whole);
  if (read->callback) {
    return run_callback(StreamCallback::read, [run = std::move(read->callback),
                                               data = std::move(data)]() mutable { run(std::move(data)); });
  }
  if (read->future) read->future->set_result(std::move(data));
  maybe_add_error_listener();
}

void IOStream::run_streaming_callback() {
  if (read_ == nullptr || !read_->streaming || read_buffer_.empty()) return;
  std::size_t size = read_buffer_.size();
  if (read_->bytes) {
    size = std::min(size, *read_->bytes);
    *read_->bytes -= size;
  }
  give_chunk(size);
}

void IOStream::give_chunk(std::size_t size) {
  run_callback(StreamCallback::chunk,
               [run = read_->streaming, data = consume(size, StreamRead::chunk)]() mutable {
                 (*run)(std::move(data));
               });
}

std::optional<std::size_t> IOStream::find_read_end() {
  if (read_ == nullptr) return std::nullopt;
  const std::size_t size = read_buffer_.size();
  if (read_->bytes && (size >= *read_->bytes || (read_->partial && size > 0)))
    return std::min(size, *read_->bytes);
  if (!read_->delimiter.empty()) return find_delimiter();
  if (!read_->regex || size == 0) return std::nullopt;
  const auto end = read_->regex->end_of_match(read_buffer_.view());
  check_max_bytes(read_->regex->pattern(), end.value_or(size));
  return end;
}

std::optional<std::size_t> IOStream::find_delimiter() {
  const std::string_view bytes = read_buffer_.view();
  const std::string& delimiter = read_->delimiter;
  if (bytes.empty()) return std::nullopt;
  const std::size_t at = bytes.find(delimiter, read_->searched);
  if (at != std::string_view::npos) {
    check_max_bytes(delimiter, at + delimiter.size());
    return at + delimiter.size();
  }
  check_max_bytes(delimiter, bytes.size());
  if (bytes.size() >= delimiter.size()) read_->searched = bytes.size() - delimiter.size() + 1;
  return std::nullopt;
}

void IOStream::check_max_bytes(std::string_view what, std::size_t size) const {
  if (!max_bytes_ || size <= *max_bytes_) return;
  throw UnsatisfiableReadError("delimiter '" + std::string(what) + "' not found within " +
                               std::to_string(*max_bytes_) + " bytes");
}

std::string IOStream::consume(std::size_t size, StreamRead as) {
  if (Observer* observer = loop_.observer()) {
    observer->record_bytes(EventKind::stream_read, number_, read_buffer_.view().substr(0, size),
                           static_cast<std::uint8_t>(as));
  }
  return size == 0 ? std::string() : read_buffer_.take(size);
}

}  // namespace tornado
