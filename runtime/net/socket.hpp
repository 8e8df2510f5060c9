// Socket and Listener: what a non-blocking TCP socket does, as an interface, so that streams work on any
// network. A call never waits; if it cannot do anything now, it returns an error that says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include "runtime/net/address.hpp"

namespace tornado {

/// The result of sending or receiving: a number of bytes, or an error. Receiving 0 bytes without an error
/// means that the peer has ended its stream.
struct Transfer {
  std::size_t bytes = 0;
  std::errc error{};

  bool ok() const { return error == std::errc{}; }
  /// Not now: wait until the socket is ready.
  bool would_block() const {
    return error == std::errc::operation_would_block || error == std::errc::resource_unavailable_try_again;
  }
  /// Try again at once.
  bool interrupted() const { return error == std::errc::interrupted; }
};

/// One end of a connection, or of a future one. Ready for READ when receive() has a result, and for WRITE
/// when send() takes something; ready for both when connecting has ended or the socket has failed. The
/// destructor closes it.
class Socket {
 public:
  Socket() = default;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  virtual ~Socket() = default;

  /// The descriptor, for IOLoop::add_handler; -1 once it is closed.
  virtual int fd() const = 0;

  /// Starts to connect. `operation_in_progress`: wait until the socket is ready for WRITE, then call
  /// take_error().
  virtual std::errc connect(const Address& address) = 0;

  /// Sends as much as there is room for.
  virtual Transfer send(std::string_view bytes) = 0;

  /// Receives what is there, at most `size` bytes.
  virtual Transfer receive(char* to, std::size_t size) = 0;

  /// About how many bytes receive() would give now; a hint. None: only receive() can tell.
  virtual std::optional<std::size_t> available() const = 0;

  /// The connection's error that no call has returned yet, if there is one; clears it.
  virtual std::errc take_error() = 0;

  /// Sends no more. What was sent still arrives, and so does what the peer sends. A connect that is under way
  /// fails with connection_reset.
  virtual void shut_down_write() = 0;

  virtual void close() noexcept = 0;

  virtual Address local_address() const = 0;
  virtual Address peer_address() const = 0;

  /// The number that observers see; 0 if no observer was attached when the socket was made.
  virtual std::uint32_t number() const = 0;
};

/// A connection that was accepted.
struct Accepted {
  std::unique_ptr<Socket> socket;  ///< null if accepting failed; then `error` says why
  std::errc error{};
};

/// A socket that others connect to. Ready for READ when accept() has a connection.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  virtual int fd() const = 0;
  virtual Accepted accept() = 0;
  virtual void close() noexcept = 0;
  virtual Address address() const = 0;
};

}  // namespace tornado
