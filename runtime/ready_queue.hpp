// ReadyQueue: the callbacks that are ready to run, first in, first out. It is a list of chunks of recycled
// memory, in which a callback is built, run and destroyed in place.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "runtime/memory_pool.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// A queued callback and the number that observers see.
struct ReadyCallback {
  template <class Function>
  ReadyCallback(Function&& fn, std::uint32_t number_in)
      : run(std::forward<Function>(fn)), number(number_in) {}

  Callback run;
  std::uint32_t number;
};

/// The queue. Pushing and taking the oldest are O(1).
class ReadyQueue {
 public:
  ReadyQueue() noexcept = default;
  ReadyQueue(const ReadyQueue&) = delete;
  ReadyQueue& operator=(const ReadyQueue&) = delete;
  ~ReadyQueue() {
    clear();
    if (first_ != nullptr) pool_delete(first_);
  }

  bool empty() const { return head_ == tail_; }

  /// The number of callbacks, found by counting.
  std::size_t size() const {
    if (empty()) return 0;
    std::size_t count = 0;
    const ReadyCallback* from = head_;
    for (Chunk* chunk = first_; chunk != last_; chunk = chunk->next, from = chunk->begin()) {
      count += static_cast<std::size_t>(chunk->end() - from);
    }
    return count + static_cast<std::size_t>(tail_ - from);
  }

  /// A position in the queue: after everything that is queued now.
  using Mark = const ReadyCallback*;
  Mark mark() const { return tail_; }
  bool reached(Mark mark) const { return head_ == mark; }

  template <class Function>
  void push(Function&& fn, std::uint32_t number) {
    if (tail_ == tail_end_) add_chunk();
    ::new (static_cast<void*>(tail_)) ReadyCallback(std::forward<Function>(fn), number);
    ++tail_;
  }

  /// Takes the oldest callback, passes it to `use` in place, then destroys it, even if `use` throws. The
  /// queue must not be empty; `use` may push but not take.
  template <class Use>
  void consume(Use&& use) {
    assert(!empty());
    if (head_ == head_end_) drop_chunk();
    ReadyCallback& oldest = *head_++;
    struct Destroy {
      ReadyCallback& used;
      ~Destroy() { used.~ReadyCallback(); }
    } destroy{oldest};
    use(oldest);
  }

  /// Destroys all callbacks without running them.
  void clear() noexcept {
    while (!empty()) consume([](const ReadyCallback&) {});
  }

 private:
  struct Chunk {
    static constexpr std::size_t capacity = 31;  // with its link just below 2 KiB, so that the pool keeps it

    Chunk() noexcept {}  // NOLINT(modernize-use-equals-default): that would fill the memory with zeros
    ReadyCallback* begin() { return reinterpret_cast<ReadyCallback*>(memory); }
    ReadyCallback* end() { return begin() + capacity; }

    Chunk* next = nullptr;
    alignas(ReadyCallback) std::byte memory[capacity * sizeof(ReadyCallback)];
  };

  void add_chunk() {
    assert(tail_ == tail_end_);
    auto* chunk = pool_new<Chunk>();
    if (first_ == nullptr) {
      first_ = chunk;
      head_ = chunk->begin();
      head_end_ = chunk->end();
    } else {
      last_->next = chunk;
    }
    last_ = chunk;
    tail_ = chunk->begin();
    tail_end_ = chunk->end();
  }

  // The first chunk is used up and there is another one.
  void drop_chunk() {
    assert(first_ != last_ && first_->next != nullptr);
    Chunk* used = std::exchange(first_, first_->next);
    pool_delete(used);
    head_ = first_->begin();
    head_end_ = first_->end();
  }

  ReadyCallback* head_ = nullptr;
  ReadyCallback* head_end_ = nullptr;
  ReadyCallback* tail_ = nullptr;
  ReadyCallback* tail_end_ = nullptr;
  Chunk* first_ = nullptr;
  Chunk* last_ = nullptr;
};

}  // namespace tornado
