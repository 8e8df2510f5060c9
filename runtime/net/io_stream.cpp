#include "runtime/net/io_stream.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "runtime/stack_context/stack_context.hpp"

namespace tornado {

StreamPtr IOStream::make(std::unique_ptr<Socket> socket, StreamOptions options) {
  if (options.loop == nullptr) options.loop = &IOLoop::current();
  return pool_shared<IOStream>(Private(), std::move(socket), options);
}

IOStream::IOStream(Private, std::unique_ptr<Socket> socket, const StreamOptions& options)
    : loop_(*options.loop),
      socket_(std::move(socket)),
      max_buffer_size_(options.max_buffer_size),
      // A chunk about as large as the buffer would fill it for no reason.
      read_chunk_size_(
          std::max<std::size_t>(1, std::min(options.read_chunk_size, options.max_buffer_size / 2))),
      max_write_buffer_size_(options.max_write_buffer_size.value_or(std::numeric_limits<std::size_t>::max())),
      number_(loop_.observer() != nullptr ? loop_.numbers().stream++ : 0) {
  if (number_ != 0) loop_.note(EventKind::stream_opened, number_, socket_->number());
}

IOStream::~IOStream() = default;

// ---- connecting

Future<StreamPtr> IOStream::connect(const Address& address) {
  Future<StreamPtr> future;
  loop_.describe(future, [&] { return "the connect to " + to_string(address); });
  connect_future_ = future;
  begin_connect(address);
  return future;
}

void IOStream::begin_connect(const Address& address) {
  const StreamPtr self = shared_from_this();
  connecting_ = true;
  const std::errc error = socket_->connect(address);
  if (error != std::errc{} && error != std::errc::operation_in_progress) {
    const std::exception_ptr failed = socket_error(error, "connect " + to_string(address));
    if (!connect_future_) loop_.log(ErrorKind::connection, failed);
    return close(failed);
  }
  add_io_state(IOLoop::WRITE);
}

void IOStream::handle_connect() {
  if (const std::errc error = socket_->take_error(); error != std::errc{}) {
    error_ = socket_error(error, "connect " + to_string(socket_->peer_address()));
    if (!connect_future_) loop_.log(ErrorKind::connection, error_);
    return close();
  }
  if (connect_callback_) run_callback(StreamCallback::connect, std::move(connect_callback_));
  if (connect_future_) {
    const Future<StreamPtr> future = *std::exchange(connect_future_, std::nullopt);
    future.set_result(shared_from_this());
  }
  connecting_ = false;
}

// ---- writing

Future<void> IOStream::write(std::string data) {
  check_writable(data);
  queue_data(std::move(data));
  const Future<void> future;
  if (Observer* observer = loop_.observer(); observer != nullptr && observer->keeps_words())
    observer->describe(future.cell()->id(), {{}, number_});
  pending_writes_.push({written_, future});
  flush();
  if (!future.done() || future.cell()->failed()) look_at_failure(future);
  return future;
}

void IOStream::check_writable(std::string_view data) const {
  check_closed();
  if (!data.empty() && write_buffer_.size() + data.size() > max_write_buffer_size_) {
    throw StreamBufferFullError("Reached maximum write buffer size");
  }
}

void IOStream::queue_data(std::string data) {
  if (data.empty()) return;
  if (Observer* observer = loop_.observer()) {
    observer->record_bytes(EventKind::stream_written, number_, data);
  }
  written_ += data.size();
  write_buffer_.add(std::move(data));
}

void IOStream::flush() {
  if (connecting_) return;
  const StreamPtr self = shared_from_this();
  handle_write();
  if (!write_buffer_.empty()) add_io_state(IOLoop::WRITE);
  maybe_add_error_listener();
}

void IOStream::handle_write() {
  while (!write_buffer_.empty()) {
    const Transfer sent = socket_->send(write_buffer_.front());
    if (sent.interrupted()) continue;
    if (sent.would_block() || (sent.ok() && sent.bytes == 0)) break;
    if (!sent.ok()) {
      const std::exception_ptr failed = socket_error(sent.error, "send");
      if (!is_connection_reset(sent.error)) loop_.log(ErrorKind::connection, failed);
      return close(failed);
    }
    write_buffer_.drop(sent.bytes);
    sent_ += sent.bytes;
  }
  while (!pending_writes_.empty() && pending_writes_.front().end <= sent_) {
    const Future<void> done = pending_writes_.front().future;
    pending_writes_.pop();
    done.set_result();
  }
  if (write_buffer_.empty() && write_callback_) {
    run_callback(StreamCallback::write, std::exchange(write_callback_, Callback()));
  }
}

// ---- closing

void IOStream::close(const std::exception_ptr& error) {
  const StreamPtr self = shared_from_this();
  if (!closed_) {
    if (error) error_ = error;
    if (std::exchange(until_close_, false)) {
      if (read_ != nullptr && read_->streaming && !read_buffer_.empty()) {
        give_chunk(read_buffer_.size());
      }
      read_from_buffer(read_buffer_.size());
    }
  }
  // The callbacks told of the last data may have closed the stream.
  if (!closed_) {
    closed_ = true;
    if (Observer* observer = loop_.observer()) {
      observer->record(EventKind::stream_closed, number_, observer->number_of(error_));
    }
    if (std::exchange(state_, IOEvents{0}) != 0) loop_.remove_handler(socket_->fd());
    socket_->close();
  }
  maybe_run_close_callback();
}

void IOStream::set_close_callback(Callback callback) {
  const StreamPtr self = shared_from_this();
  close_callback_ = std::move(callback);
  loop_.note(EventKind::stream_close_callback, number_, 0, close_callback_ ? 1 : 0);
  maybe_add_error_listener();
}

void IOStream::maybe_run_close_callback() {
  if (!closed_ || pending_callbacks_ != 0) return;
  const auto fail = [this](const auto& future) { future.set_exception(StreamClosedError(error_)); };
  const std::optional<Future<std::string>> read =
      read_ != nullptr ? std::exchange(read_->future, std::nullopt) : std::nullopt;
  forget_read();
  LazyQueue<PendingWrite> writes = std::exchange(pending_writes_, LazyQueue<PendingWrite>());
  const std::optional<Future<StreamPtr>> connection = std::exchange(connect_future_, std::nullopt);
  if (read) fail(*read);
  for (; !writes.empty(); writes.pop()) fail(writes.front().future);
  if (connection) fail(*connection);
  if (close_callback_) {
    loop_.note(EventKind::stream_close_callback, number_, 0, 0);
    run_callback(StreamCallback::close, std::exchange(close_callback_, Callback()));
  }
  forget_read();
  write_callback_.reset();
  write_buffer_.clear();
}

void IOStream::check_closed() const {
  if (closed_) throw StreamClosedError(error_);
}

// ---- events and callbacks

void IOStream::handle_events(IOEvents events) {
  const StreamPtr self = shared_from_this();
  std::exception_ptr error;
  bool unsatisfiable = false;
  try {
    return handle_ready(events);
  } catch (const BaseException&) {
    throw;
  } catch (const UnsatisfiableReadError&) {
    error = std::current_exception();
    unsatisfiable = true;
  } catch (...) {
    error = std::current_exception();
  }
  if (unsatisfiable) return close(error);
  loop_.log(ErrorKind::connection, error);
  close(error);
  std::rethrow_exception(error);
}

void IOStream::handle_ready(IOEvents events) {
  if (closed_) return;
  if (connecting_) handle_connect();
  if (closed_) return;
  if ((events & IOLoop::READ) != 0) handle_read();
  if (closed_) return;
  if ((events & IOLoop::WRITE) != 0) handle_write();
  if (closed_) return;
  if ((events & IOLoop::ERROR) != 0) {
    error_ = socket_error(socket_->take_error(), "connection");
    // Callbacks that are queued already run first.
    return loop_.add_callback([self = shared_from_this()] { self->close(); });
  }
  update_interest();
}

void IOStream::update_interest() {
  IOEvents state = IOLoop::ERROR;
  if (reading()) state |= IOLoop::READ;
  if (writing()) state |= IOLoop::WRITE;
  // An idle connection is read from too, to notice its end, but not before its data was read.
  if (state == IOLoop::ERROR && read_buffer_.empty()) state |= IOLoop::READ;
  if (state == state_) return;
  state_ = state;
  loop_.update_handler(socket_->fd(), state);
}

void IOStream::handle_read() {
  std::optional<std::size_t> size;
  std::exception_ptr error;
  try {
    size = read_to_buffer_loop();
  } catch (const BaseException&) {
    throw;
  } catch (const UnsatisfiableReadError&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (error) {
    loop_.log(ErrorKind::connection, error);
    return close(error);
  }
  if (size) return read_from_buffer(*size);
  maybe_run_close_callback();
}

void IOStream::run_callback(StreamCallback kind, Callback callback) {
  ++pending_callbacks_;
  const std::uint32_t number = loop_.observer() != nullptr ? loop_.numbers().stream_callback++ : 0;
  loop_.note(EventKind::stream_callback_queued, number_, number, static_cast<std::uint8_t>(kind));
  loop_.spawn_callback([self = shared_from_this(), run = std::move(callback), number]() mutable {
    --self->pending_callbacks_;
    self->loop_.note(EventKind::stream_callback_begin, self->number_, number);
    std::exception_ptr error;
    try {
      run();
    } catch (const BaseException&) {
      self->maybe_add_error_listener();
      throw;
    } catch (...) {
      error = std::current_exception();
    }
    self->end_callback(std::move(error));
  });
}

void IOStream::end_callback(std::exception_ptr error) {
  if (error) {
    loop_.log(ErrorKind::connection, error);
    close(error);
  }
  maybe_add_error_listener();
  if (error) std::rethrow_exception(std::move(error));
}

void IOStream::maybe_add_error_listener() {
  if (pending_callbacks_ != 0) return;
  if (state_ != 0 && state_ != IOLoop::ERROR) return;
  if (closed_) return maybe_run_close_callback();
  if (read_buffer_.empty() && close_callback_) add_io_state(IOLoop::READ);
}

void IOStream::add_io_state(IOEvents state) {
  if (closed_) return;
  if (state_ == 0) {
    state_ = static_cast<IOEvents>(IOLoop::ERROR | state);
    const NullContext no_context;
    loop_.add_handler(
        socket_->fd(), [self = shared_from_this()](int, IOEvents events) { self->handle_events(events); },
        state_);
  } else if ((state_ & state) == 0) {
    state_ = static_cast<IOEvents>(state_ | state);
    loop_.update_handler(socket_->fd(), state_);
  }
}

}  // namespace tornado
