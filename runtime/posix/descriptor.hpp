// Descriptor: owns a file descriptor, so that every way out closes it.
#pragma once

#include <unistd.h>
#include <utility>

namespace tornado {

/// A descriptor, or none (-1). Its destructor closes it.
class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

  /// Does nothing if there is none. Linux gives the number free even if it reports an error.
  void close() noexcept {
    if (const int fd = std::exchange(fd_, -1); fd >= 0) static_cast<void>(::close(fd));
  }

 private:
  int fd_ = -1;
};

}  // namespace tornado
