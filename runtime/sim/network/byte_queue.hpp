// ByteQueue: the bytes of one direction of a simulated connection, from the moment their sender hands them
// over until their receiver takes them. They are copied in once and out once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace tornado {

/// A list of chunks. An empty queue keeps no memory.
class ByteQueue {
 public:
  ByteQueue() noexcept = default;
  ByteQueue(const ByteQueue&) = delete;
  ByteQueue& operator=(const ByteQueue&) = delete;
  ~ByteQueue() { clear(); }

  std::size_t size() const { return size_; }

  void push(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
      if (last_ == nullptr || last_->end == last_->capacity) add_chunk(bytes.size());
      const std::size_t part = std::min(bytes.size(), last_->capacity - last_->end);
      std::memcpy(last_->memory.get() + last_->end, bytes.data(), part);
      last_->end += part;
      bytes.remove_prefix(part);
    }
  }

  /// Moves the first `size` bytes to `to`; there must be that many.
  void pop(char* to, std::size_t size) {
    size_ -= size;
    while (size > 0) {
      const std::size_t part = std::min(size, first_->end - first_->begin);
      std::memcpy(to, first_->memory.get() + first_->begin, part);
      first_->begin += part;
      to += part;
      size -= part;
      if (first_->begin == first_->end) drop_chunk();
    }
  }

  /// Copies the first `size` bytes to `to` and leaves them here; there must be that many.
  void peek(char* to, std::size_t size) const {
    for (const Chunk* chunk = first_.get(); size > 0; chunk = chunk->next.get()) {
      const std::size_t part = std::min(size, chunk->end - chunk->begin);
      std::memcpy(to, chunk->memory.get() + chunk->begin, part);
      to += part;
      size -= part;
    }
  }

  void clear() noexcept {
    while (first_ != nullptr) drop_chunk();
    size_ = 0;
  }

 private:
  struct Chunk {
    explicit Chunk(std::size_t size) : memory(std::make_unique_for_overwrite<char[]>(size)), capacity(size) {}

    std::unique_ptr<char[]> memory;
    std::size_t capacity;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::unique_ptr<Chunk> next;
  };

  static constexpr std::size_t smallest = 512;
  static constexpr std::size_t largest = 65536;

  void add_chunk(std::size_t wanted) {
    auto chunk = std::make_unique<Chunk>(std::clamp(wanted, smallest, largest));
    Chunk* added = chunk.get();
    (last_ != nullptr ? last_->next : first_) = std::move(chunk);
    last_ = added;
  }

  void drop_chunk() noexcept {
    first_ = std::exchange(first_->next, nullptr);
    if (first_ == nullptr) last_ = nullptr;
  }

  std::unique_ptr<Chunk> first_;
  Chunk* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tornado
