// The callbacks that are ready to run, first in, first out: a ring that grows and whose slots are reused.
#pragma once

#include <bit>
#include <cassert>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "runtime/unique_function.hpp"

namespace tornado {

/// A queued callback and its number.
struct ReadyCallback {
  Callback run;
  std::uint32_t number = 0;
};

/// A growing ring of callbacks. Pushing is O(1) amortised and asks the heap for nothing once the ring is
/// large enough.
class ReadyQueue {
 public:
  bool empty() const { return head_ == tail_; }
  std::size_t size() const { return tail_ - head_; }

  void push(Callback callback, std::uint32_t number) {
    if (size() == capacity_) grow();
    ReadyCallback& slot = slots_[tail_++ & (capacity_ - 1)];
    slot.run = std::move(callback);
    slot.number = number;
  }

  /// The oldest. Must not be empty.
  ReadyCallback pop() {
    assert(!empty());
    return std::move(slots_[head_++ & (capacity_ - 1)]);
  }

  /// The `index`-th oldest; those before it keep their order.
  ReadyCallback pop_at(std::size_t index) {
    assert(index < size());
    ReadyCallback chosen = std::move(slots_[(head_ + index) & (capacity_ - 1)]);
    for (; index > 0; --index) {
      slots_[(head_ + index) & (capacity_ - 1)] = std::move(slots_[(head_ + index - 1) & (capacity_ - 1)]);
    }
    ++head_;
    return chosen;
  }

  /// Destroys all of them, unrun.
  void clear() {
    while (!empty()) pop();
  }

 private:
  void grow() {
    std::size_t capacity = capacity_ == 0 ? 16 : capacity_ * 2;
    auto slots = std::make_unique<ReadyCallback[]>(capacity);
    std::size_t count = size();
    for (std::size_t at = 0; at < count; ++at) slots[at] = std::move(slots_[(head_ + at) & (capacity_ - 1)]);
    slots_ = std::move(slots);
    capacity_ = capacity;
    head_ = 0;
    tail_ = count;
  }

  std::unique_ptr<ReadyCallback[]> slots_;
  std::size_t capacity_ = 0;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

}  // namespace tornado
