// ReadBuffer: what a stream has received and its user has not taken yet, in one piece so that it can be
// searched.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace tornado {

/// A queue of bytes: written at its end, taken from its front.
class ReadBuffer {
 public:
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  std::string_view view() const { return {memory_.get() + begin_, size()}; }

  /// Room for that many bytes after the contents. What is written there counts once it is added.
  char* room(std::size_t bytes) {
    if (capacity_ - end_ < bytes) make_room(bytes);
    return memory_.get() + end_;
  }
  void add(std::size_t bytes) { end_ += bytes; }

  /// Takes the first `bytes` bytes; the buffer must have that many.
  std::string take(std::size_t bytes) {
    std::string taken(memory_.get() + begin_, bytes);
    begin_ += bytes;
    if (begin_ == end_) drop_memory();
    return taken;
  }

 private:
  // An empty buffer keeps no more than this, so that idle connections are small.
  static constexpr std::size_t kept_when_empty = 4096;

  void make_room(std::size_t bytes) {
    const std::size_t used = size();
    if (capacity_ - used >= bytes && begin_ >= used) {
      // Amortised: at most as much is moved as was taken since the last move.
      std::memmove(memory_.get(), memory_.get() + begin_, used);
    } else {
      const std::size_t capacity = std::max(used + bytes, 2 * used);
      auto memory = std::make_unique_for_overwrite<char[]>(capacity);
      if (used > 0) std::memcpy(memory.get(), memory_.get() + begin_, used);
      memory_ = std::move(memory);
      capacity_ = capacity;
    }
    begin_ = 0;
    end_ = used;
  }

  void drop_memory() {
    begin_ = end_ = 0;
    if (capacity_ <= kept_when_empty) return;
    memory_.reset();
    capacity_ = 0;
  }

  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace tornado
