// File: what a descriptor of the simulated kernel stands for: a socket, an epoll set, a timer, an event
// counter, an end of a pipe. Descriptors (descriptors.hpp) share files, as after dup().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <sys/types.h>
#include <sys/uio.h>

namespace windtunnel::kernel {

class Kernel;

/// The result of a call: a number, or a negative errno, such as -EAGAIN. A call never waits: symbols/ waits
/// with Kernel::block for blocking descriptors.
using Result = ssize_t;

/// One open file.
class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  virtual ~File() = default;

  /// The events of poll(2) and epoll(7) that hold now: POLLIN, POLLOUT, POLLERR, POLLHUP, POLLRDHUP, ...
  virtual std::uint32_t readiness() const = 0;
  /// How often an edge has come: an edge-triggered epoll set reports the file again when this has grown.
  std::uint64_t edges() const { return edges_; }

  virtual Result read(std::span<const iovec> to);
  virtual Result write(std::span<const iovec> from);

  /// For people: "the socket client>server", "timerfd 2".
  virtual std::string words() const = 0;

  bool non_blocking = false;

 protected:
  void add_edge() { ++edges_; }

 private:
  std::uint64_t edges_ = 1;
};

}  // namespace windtunnel::kernel
