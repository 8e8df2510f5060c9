// File: what a descriptor of the simulated kernel stands for: a socket, an epoll set, a timer, an event
// counter, an end of a pipe. Descriptors (descriptor_table.hpp) share files, as after dup().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <sys/poll.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"

namespace windtunnel::kernel {

class Kernel;
class Watch;

/// The result of a call: a number, or a negative errno, such as -EAGAIN. A call never waits: symbols/ waits
/// with Kernel::block for blocking descriptors.
using Result = ssize_t;

/// What a file is, so that a call can be refused for another kind without a dynamic_cast.
enum class FileKind : std::uint8_t { socket, epoll, timer, event, pipe };

/// One open file. It lives as long as a descriptor or anybody who holds a Ref.
class File {
 public:
  explicit File(FileKind kind) noexcept : kind_(kind) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  virtual ~File();

  static void* operator new(std::size_t size) { return tornado::pool_allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept {
    tornado::pool_deallocate(memory, size);
  }
  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) delete this;
  }

  FileKind kind() const { return kind_; }

  /// The events of poll(2) and epoll(7) that hold now: POLLIN, POLLOUT, POLLERR, POLLHUP, POLLRDHUP, ...
  virtual std::uint32_t readiness() const = 0;

  virtual Result read(std::span<const iovec> to);
  virtual Result write(std::span<const iovec> from);

  /// For FIONREAD: how many bytes can be read now; -EINVAL where the question makes no sense.
  virtual Result available() const;

  /// The last descriptor is closed. What others wait for on this file may still refer to it.
  virtual void last_close() {}

  /// For people: "the socket client>server", "timerfd 2".
  virtual std::string words() const = 0;

  bool non_blocking = false;

  // For epoll sets: who wants to know that its readiness has changed.
  void add_watch(Watch& watch) noexcept;
  void remove_watch(Watch& watch) noexcept;
  Watch* first_watch() const { return watches_; }
  void forget_watches() noexcept;

  // For the descriptor table: how many descriptors stand for it.
  std::uint32_t descriptors = 0;

 protected:
  /// The file became ready for some of these events: an edge for each watch that asks for one of them. With
  /// all bits set, for every watch.
  void changed(std::uint32_t events) {
    if (watches_ != nullptr) tell_watches(events);
  }

 private:
  void tell_watches(std::uint32_t events);

  Watch* watches_ = nullptr;
  std::uint32_t references_ = 0;
  FileKind kind_;
};

/// The sum of the lengths of the buffers.
std::size_t size_of(std::span<const iovec> buffers) noexcept;
/// Copies `size` bytes from `position` on, counted over all buffers.
void copy_to(std::span<const iovec> buffers, std::size_t position, const char* from, std::size_t size);
void copy_from(std::span<const iovec> buffers, std::size_t position, char* to, std::size_t size);

}  // namespace windtunnel::kernel
