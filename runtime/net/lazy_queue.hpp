// LazyQueue: a queue for places where it is usually empty; an empty one costs one pointer.
#pragma once

#include <deque>
#include <utility>

#include "runtime/memory_pool.hpp"

namespace tornado {

/// First in, first out. Frees its memory together with its last element.
template <class T>
class LazyQueue {
 public:
  bool empty() const { return list_ == nullptr; }
  T& front() { return list_->front(); }
  const T& front() const { return list_->front(); }
  T& back() { return list_->back(); }

  void push(T element) {
    if (list_ == nullptr) list_.reset(pool_new<List>());
    list_->push_back(std::move(element));
  }
  void pop() {
    list_->pop_front();
    if (list_->empty()) list_.reset();
  }
  void clear() { list_.reset(); }

 private:
  using List = std::deque<T, PoolAllocator<T>>;

  PoolPointer<List> list_;
};

}  // namespace tornado
