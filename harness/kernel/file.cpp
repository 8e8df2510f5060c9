#include "harness/kernel/file.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

#include "harness/kernel/epoll_set.hpp"

namespace windtunnel::kernel {

File::~File() {
  forget_watches();
}

void File::forget_watches() noexcept {
  while (watches_ != nullptr) watches_->set().forget(*watches_);
}

Result File::read(std::span<const iovec>) {
  return -EINVAL;
}
Result File::write(std::span<const iovec>) {
  return -EINVAL;
}
Result File::available() const {
  return -EINVAL;
}

void File::add_watch(Watch& watch) noexcept {
  assert(watch.next_of_file_ == nullptr);
  watch.next_of_file_ = watches_;
  watches_ = &watch;
}

void File::remove_watch(Watch& watch) noexcept {
  Watch** at = &watches_;
  while (*at != &watch) at = &(*at)->next_of_file_;
  *at = watch.next_of_file_;
  watch.next_of_file_ = nullptr;
}

void File::tell_watches(std::uint32_t events) {
  for (Watch* watch = watches_; watch != nullptr; watch = watch->next_of_file_) {
    if ((watch->events() & events) != 0) watch->set().queue(*watch);
  }
}

std::size_t size_of(std::span<const iovec> buffers) noexcept {
  std::size_t size = 0;
  for (const iovec& buffer : buffers) size += buffer.iov_len;
  return size;
}

namespace {

// Calls `move(place in the buffers, done so far, bytes)` for each part of that range.
template <class Move>
void for_each_part(std::span<const iovec> buffers, std::size_t position, std::size_t size, Move move) {
  std::size_t done = 0;
  for (const iovec& buffer : buffers) {
    if (size == 0) return;
    if (position >= buffer.iov_len) {
      position -= buffer.iov_len;
      continue;
    }
    const std::size_t part = std::min(size, buffer.iov_len - position);
    move(static_cast<char*>(buffer.iov_base) + position, done, part);
    done += part;
    size -= part;
    position = 0;
  }
}

}  // namespace

void copy_to(std::span<const iovec> buffers, std::size_t position, const char* from, std::size_t size) {
  for_each_part(buffers, position, size, [&](char* place, std::size_t done, std::size_t part) {
    std::memcpy(place, from + done, part);
  });
}

void copy_from(std::span<const iovec> buffers, std::size_t position, char* to, std::size_t size) {
  for_each_part(buffers, position, size, [&](const char* place, std::size_t done, std::size_t part) {
    std::memcpy(to + done, place, part);
  });
}

}  // namespace windtunnel::kernel
