// IOStream: reads and writes on a non-blocking socket, as Tornado's IOStream does (laws I1 to I11). Each call
// returns a Future or takes a callback, which always runs one hop later. Data that has arrived is delivered
// before the stream reports that it is closed.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/future.hpp"
#include "runtime/io_loop.hpp"
#include "runtime/net/errors.hpp"
#include "runtime/net/lazy_queue.hpp"
#include "runtime/net/read_buffer.hpp"
#include "runtime/net/regex.hpp"
#include "runtime/net/socket.hpp"
#include "runtime/net/write_buffer.hpp"

namespace tornado {

class IOStream;

/// A stream belongs to its users, and to its loop while the loop waits for its socket.
using StreamPtr = std::shared_ptr<IOStream>;

/// The options of a stream.
struct StreamOptions {
  IOLoop* loop = nullptr;                                 ///< null: the current one
  std::size_t max_buffer_size = std::size_t{100} << 20U;  ///< of received data that nobody has read, in bytes
  std::size_t read_chunk_size = 65536;                    ///< received at once, in bytes
  std::optional<std::size_t> max_write_buffer_size{};  ///< of written data that is not sent; none: no limit
};

/// One stream. Create it with make(). At most one read may be outstanding (law I2), and any number of writes.
class IOStream final : public std::enable_shared_from_this<IOStream> {
  struct Private {
    explicit Private() = default;
  };

 public:
  /// Creates a stream on a socket that is connected or that connect() will connect.
  static StreamPtr make(std::unique_ptr<Socket> socket, StreamOptions options = {});

  IOStream(Private, std::unique_ptr<Socket> socket, const StreamOptions& options);
  IOStream(const IOStream&) = delete;
  IOStream& operator=(const IOStream&) = delete;
  ~IOStream();

  /// Connects; the result is this stream. Data written meanwhile is sent afterwards (law I10).
  Future<StreamPtr> connect(const Address& address);
  template <std::invocable Function>
  void connect(const Address& address, Function callback) {
    connect_callback_ = erase(std::move(callback));
    begin_connect(address);
  }

  /// Reads everything up to and including the first match. If the first `max_bytes` bytes have no match,
  /// closes the stream with UnsatisfiableReadError (law I8). This and the other reads throw std::logic_error
  /// if a read is outstanding, and StreamClosedError if the stream is closed and its buffer does not have
  /// what is asked for (law I6).
  Future<std::string> read_until_regex(const std::string& pattern,
                                       std::optional<std::size_t> max_bytes = std::nullopt) {
    return read_until_match(Regex(pattern), max_bytes);
  }
  template <std::invocable<std::string> Function>
  void read_until_regex(const std::string& pattern, Function callback,
                        std::optional<std::size_t> max_bytes = std::nullopt) {
    const Regex regex(pattern);
    begin_read(erase_read(std::move(callback)));
    want_regex(regex, max_bytes);
  }

  /// Reads everything up to and including the first `delimiter`, which must not be empty.
  Future<std::string> read_until(std::string_view delimiter,
                                 std::optional<std::size_t> max_bytes = std::nullopt);
  template <std::invocable<std::string> Function>
  void read_until(std::string_view delimiter, Function callback,
                  std::optional<std::size_t> max_bytes = std::nullopt) {
    check_delimiter(delimiter);
    begin_read(erase_read(std::move(callback)));
    want_delimiter(delimiter, max_bytes);
  }

  /// Reads exactly `count` bytes; with `partial`, at most `count` bytes, as soon as there are some (law I11).
  Future<std::string> read_bytes(std::size_t count, bool partial = false);
  template <std::invocable<std::string> Function>
  void read_bytes(std::size_t count, Function callback, bool partial = false) {
    begin_read(erase_read(std::move(callback)));
    want_bytes(count, partial);
  }
  /// Reads `count` bytes in chunks as they arrive. Each chunk is given to `streaming` one hop later; the
  /// result is empty.
  template <std::invocable<std::string> Chunk>
  Future<std::string> stream_bytes(std::size_t count, Chunk streaming) {
    Future<std::string> future = begin_read(StreamRead::chunk);
    read_->streaming = pool_shared<ReadCallback>(erase_read(std::move(streaming)));
    want_bytes(count, false);
    return future;
  }
  template <std::invocable<std::string> Function, std::invocable<std::string> Chunk>
  void stream_bytes(std::size_t count, Function callback, Chunk streaming) {
    begin_read(erase_read(std::move(callback)), StreamRead::chunk);
    read_->streaming = pool_shared<ReadCallback>(erase_read(std::move(streaming)));
    want_bytes(count, false);
  }

  /// Reads everything until the stream is closed, by either side (law I9).
  Future<std::string> read_until_close();
  template <std::invocable<std::string> Function>
  void read_until_close(Function callback) {
    begin_read(erase_read(std::move(callback)));
    want_all();
  }
  /// Reads until the stream is closed, in chunks as they arrive; the result is empty.
  template <std::invocable<std::string> Chunk>
  Future<std::string> stream_until_close(Chunk streaming) {
    Future<std::string> future = begin_read(StreamRead::chunk);
    read_->streaming = pool_shared<ReadCallback>(erase_read(std::move(streaming)));
    want_all();
    return future;
  }
  template <std::invocable<std::string> Function, std::invocable<std::string> Chunk>
  void stream_until_close(Function callback, Chunk streaming) {
    begin_read(erase_read(std::move(callback)), StreamRead::chunk);
    read_->streaming = pool_shared<ReadCallback>(erase_read(std::move(streaming)));
    want_all();
  }

  /// Sends `data` after everything written before; done when the socket has taken all of it (law I3). Throws
  /// StreamClosedError, and StreamBufferFullError if too much is waiting already; then none of `data` is
  /// sent.
  Future<void> write(std::string data);
  /// As write(data), with a callback that runs when everything written is sent. There is room for one such
  /// callback.
  template <std::invocable Function>
  void write(std::string data, Function callback) {
    check_writable(data);
    queue_data(std::move(data));
    write_callback_ = erase(std::move(callback));
    flush();
  }

  /// Runs `callback` once, one hop after the stream is closed and all data callbacks have run (law I5).
  template <std::invocable Function>
  void set_close_callback(Function callback) {
    set_close_callback(erase(std::move(callback)));
  }
  void clear_close_callback() { set_close_callback(Callback()); }

  /// Closes the stream; pending calls fail with StreamClosedError (law I4). Does nothing if it is closed
  /// already.
  void close() { close(nullptr); }
  /// Closes the stream because of an error, which error() returns.
  void close(const std::exception_ptr& error);

  bool closed() const { return closed_; }
  bool reading() const { return read_ != nullptr; }
  bool writing() const { return !write_buffer_.empty(); }

  /// The error that closed the stream; null if it is open or was closed without an error.
  const std::exception_ptr& error() const { return error_; }

  /// Received data that nobody has read; written data that is not sent yet. In bytes.
  std::size_t read_buffer_size() const { return read_buffer_.size(); }
  std::size_t write_buffer_size() const { return write_buffer_.size(); }
  std::size_t max_buffer_size() const { return max_buffer_size_; }

  IOLoop& loop() const { return loop_; }
  Socket& socket() const { return *socket_; }

 private:
  using ReadCallback = UniqueFunction<void(std::string)>;

  // The outstanding read. It ends at one of three: a number of bytes, a delimiter, a match; else at the end
  // of the stream. A read that fails leaves what it looked for to the next one, as the original's does.
  struct Read {
    std::optional<std::size_t> bytes;
    bool partial = false;
    std::size_t searched = 0;  // no delimiter begins in this many bytes of the buffer
    std::string delimiter;
    std::optional<Regex> regex;
    ReadCallback callback;
    std::shared_ptr<ReadCallback> streaming;  // shared with chunks that were not delivered yet
    std::optional<Future<std::string>> future;
  };

  struct PendingWrite {
    std::uint64_t end;  // position in the written data, in bytes, at which this write ends
    Future<void> future;
  };

  // A callable with the contexts captured for it; what it returns is watched.
  template <class Function>
  static Callback erase(Function fn) {
    return wrapped_if_needed(std::move(fn), [](auto run) {
      return Callback([run = std::move(run)]() mutable { IOLoop::call_watched(run); });
    });
  }
  template <class Function>
  static ReadCallback erase_read(Function fn) {
    return wrapped_if_needed(std::move(fn), [](auto run) {
      // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved on
      return ReadCallback(
          [run = std::move(run)](std::string data) mutable { IOLoop::call_watched(run, std::move(data)); });
    });
  }

  Future<std::string> begin_read(StreamRead as = StreamRead::whole);
  void begin_read(ReadCallback callback, StreamRead as = StreamRead::whole);
  Read& new_read();
  void want_bytes(std::size_t count, bool partial);
  static void check_delimiter(std::string_view delimiter);
  void want_delimiter(std::string_view delimiter, std::optional<std::size_t> max_bytes);
  Future<std::string> read_until_match(const Regex& regex, std::optional<std::size_t> max_bytes);
  void want_regex(const Regex& regex, std::optional<std::size_t> max_bytes);
  void want_all();
  void begin_connect(const Address& address);

  // The stream as a whole reports the future's failure, or it was thrown: nobody has to look at it (law I4).
  template <class T>
  static void look_at_failure(const Future<T>& future) {
    future.cell()->add_done_callback(
        [](FutureCell& cell) { static_cast<void>(cell.retrieve_error(Retriever::user)); });
  }

  void start_read(bool searches);
  void try_inline_read();
  std::optional<std::size_t> read_to_buffer_loop();
  Transfer receive_chunk();
  bool read_to_buffer();
  void read_from_buffer(std::size_t size);
  void run_streaming_callback();
  void give_chunk(std::size_t size);
  std::optional<std::size_t> find_read_end();
  std::optional<std::size_t> find_delimiter();
  void check_max_bytes(std::string_view what, std::size_t size) const;
  void forget_read();
  std::string consume(std::size_t size, StreamRead as);

  void check_writable(std::string_view data) const;
  void queue_data(std::string data);
  void flush();
  void set_close_callback(Callback callback);

  void handle_events(IOEvents events);
  void handle_ready(IOEvents events);
  void handle_connect();
  void handle_read();
  void handle_write();
  void update_interest();
  void run_callback(StreamCallback kind, Callback callback);
  void end_callback(std::exception_ptr error);
  void maybe_run_close_callback();
  void maybe_add_error_listener();
  void add_io_state(IOEvents state);
  void check_closed() const;

  IOLoop& loop_;
  std::unique_ptr<Socket> socket_;
  const std::size_t max_buffer_size_;
  const std::size_t read_chunk_size_;
  const std::size_t max_write_buffer_size_;
  const std::uint32_t number_;  // the number that observers see

  ReadBuffer read_buffer_;
  WriteBuffer write_buffer_;
  PoolPointer<Read> read_;
  PoolPointer<Read> failed_read_;         // without its callbacks; null if none has failed
  std::optional<std::size_t> max_bytes_;  // of the last search, also after it, as in the original
  LazyQueue<PendingWrite> pending_writes_;
  std::uint64_t written_ = 0;  // bytes since the stream was made
  std::uint64_t sent_ = 0;
  Callback write_callback_;
  Callback close_callback_;
  Callback connect_callback_;
  std::optional<Future<StreamPtr>> connect_future_;
  std::exception_ptr error_;
  std::uint32_t pending_callbacks_ = 0;
  IOEvents state_ = 0;  // the events that its handler waits for; 0: it has no handler
  bool until_close_ = false;
  bool connecting_ = false;
  bool closed_ = false;
};

}  // namespace tornado
