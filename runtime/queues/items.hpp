// The three orders in which a queue can keep its items, with one interface.
#pragma once

#include <cassert>
#include <cstdint>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "runtime/memory_pool.hpp"
#include "runtime/observer.hpp"
#include "runtime/queues/heap.hpp"

namespace tornado::queues {

/// An item that is in a queue.
template <class T>
struct Item {
  T value;
  std::uint32_t number;  ///< the number that observers see
};

/// First in, first out.
template <class T>
class FirstIn {
 public:
  static constexpr ItemOrder order = ItemOrder::first_in;
  static constexpr const char* underflow = "pop from an empty deque";

  std::size_t size() const { return items_.size(); }
  void push(Item<T> item) { items_.push_back(std::move(item)); }
  /// There must be an item.
  Item<T> pop() {
    assert(!items_.empty());
    Item<T> item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::deque<Item<T>, PoolAllocator<Item<T>>> items_;
};

/// Last in, first out.
template <class T>
class LastIn {
 public:
  static constexpr ItemOrder order = ItemOrder::last_in;
  static constexpr const char* underflow = "pop from empty list";

  std::size_t size() const { return items_.size(); }
  void push(Item<T> item) { items_.push_back(std::move(item)); }
  /// There must be an item.
  Item<T> pop() {
    assert(!items_.empty());
    Item<T> item = std::move(items_.back());
    items_.pop_back();
    return item;
  }

 private:
  std::vector<Item<T>, PoolAllocator<Item<T>>> items_;
};

/// The lowest first, by `Less`; among equal items, the one that Python's heapq gives.
template <class T, class Less>
class Lowest {
 public:
  static constexpr ItemOrder order = ItemOrder::lowest;
  static constexpr const char* underflow = "index out of range";

  std::size_t size() const { return items_.size(); }
  /// If Less throws, the item is in the queue nevertheless.
  void push(Item<T> item) { heap_push(items_, std::move(item), less); }
  /// There must be an item. If Less throws, the item is removed nevertheless.
  Item<T> pop() { return heap_pop(items_, less); }

 private:
  static bool less(const Item<T>& left, const Item<T>& right) { return Less()(left.value, right.value); }

  std::vector<Item<T>, PoolAllocator<Item<T>>> items_;
};

}  // namespace tornado::queues
