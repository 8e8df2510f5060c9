// The exceptions of streams and of what is built on them. What a socket itself says is a std::system_error.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace tornado {

/// A call on a closed stream, or one that its closing ended (laws I4, I6).
class StreamClosedError : public std::runtime_error {
 public:
  explicit StreamClosedError(std::exception_ptr real_error = nullptr)
      : std::runtime_error("Stream is closed"), real_error_(std::move(real_error)) {}

  /// What closed the stream; null if it was just closed, by either side.
  const std::exception_ptr& real_error() const noexcept { return real_error_; }

 private:
  std::exception_ptr real_error_;
};

/// A read_until whose delimiter did not come within its max_bytes (law I8).
class UnsatisfiableReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A buffer's limit was reached (law I8).
class StreamBufferFullError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A name that has no address, or that nobody answered for.
class ResolveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The exception for what a socket said: `what`, then the error in words.
inline std::exception_ptr socket_error(std::errc error, const std::string& what) {
  return std::make_exception_ptr(std::system_error(std::make_error_code(error), what));
}

}  // namespace tornado
