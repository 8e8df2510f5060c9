// A binary heap that compares and moves exactly as Python's heapq does: a program's trace shows which of two
// equal items leaves first, and the state that a throwing comparison leaves behind.
#pragma once

#include <cassert>
#include <cstddef>
#include <utility>

namespace tornado::queues {

/// Moves the item at `at` towards the root until its parent is not greater.
template <class Heap, class Less>
void heap_rise(Heap& heap, std::size_t at, Less less) {
  assert(at < heap.size());
  while (at > 0) {
    const std::size_t parent = (at - 1) / 2;
    if (!less(heap[at], heap[parent])) return;
    std::swap(heap[at], heap[parent]);
    at = parent;
  }
}

/// Adds an item. If `less` throws, the item is in the heap nevertheless.
template <class Heap, class Item, class Less>
void heap_push(Heap& heap, Item item, Less less) {
  heap.push_back(std::move(item));
  heap_rise(heap, heap.size() - 1, less);
}

/// Takes the least item of a heap that is not empty. If `less` throws, the item is removed nevertheless, and
/// lost.
template <class Heap, class Less>
auto heap_pop(Heap& heap, Less less) {
  assert(!heap.empty());
  auto last = std::move(heap.back());
  heap.pop_back();
  if (heap.empty()) return last;
  auto least = std::exchange(heap.front(), std::move(last));
  // Down to a leaf along the lesser children, then up again: this takes fewer comparisons than stopping on
  // the way.
  std::size_t at = 0;
  while (at < heap.size() / 2) {
    std::size_t child = 2 * at + 1;
    if (child + 1 < heap.size() && !less(heap[child], heap[child + 1])) ++child;
    std::swap(heap[at], heap[child]);
    at = child;
  }
  heap_rise(heap, at, less);
  return least;
}

}  // namespace tornado::queues
