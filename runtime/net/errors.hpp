// The exceptions of streams and of the classes built on them. An error of a socket itself is a
// std::system_error.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace tornado {

/// Thrown by a call on a closed stream, and set on a call that was pending when the stream closed (laws I4,
/// I6).
class StreamClosedError : public std::runtime_error {
 public:
  explicit StreamClosedError(std::exception_ptr real_error = nullptr)
      : std::runtime_error("Stream is closed"), real_error_(std::move(real_error)) {}

  /// What closed the stream; null if it was closed without an error, by either side.
  const std::exception_ptr& real_error() const noexcept { return real_error_; }

 private:
  std::exception_ptr real_error_;
};

/// The delimiter of a read_until did not come within its max_bytes (law I8).
class UnsatisfiableReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A buffer has reached its limit (law I8).
class StreamBufferFullError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A name has no address, or the lookup was not answered.
class ResolveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether the error means that the connection ended abruptly. Such an error closes a stream like a normal
/// end, without logging.
inline bool is_connection_reset(std::errc error) {
  return error == std::errc::connection_reset || error == std::errc::connection_aborted ||
         error == std::errc::broken_pipe || error == std::errc::timed_out;
}

/// The exception for an error of a socket: `what`, then the error in words.
inline std::exception_ptr socket_error(std::errc error, const std::string& what) {
  return std::make_exception_ptr(std::system_error(std::make_error_code(error), what));
}

}  // namespace tornado
