// Recycled memory for the small objects of every coroutine call: frames, cells of Futures, timers, queues.
// Each thread keeps free lists by size, so in steady state a call that finishes at once does not allocate
// from the heap. Under sanitizers nothing is recycled, so that they see every use after free.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define TORNADO_RECYCLES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define TORNADO_RECYCLES 0
#endif
#endif
#ifndef TORNADO_RECYCLES
#define TORNADO_RECYCLES 1
#endif

namespace tornado {

/// Memory for `size` bytes, aligned for any fundamental type. Throws std::bad_alloc.
void* pool_allocate(std::size_t size);

/// Gives back what `pool_allocate(size)` returned, on any thread; it is kept for the thread that gives it
/// back. A thread keeps as much memory as it ever used at once, until it ends.
void pool_deallocate(void* memory, std::size_t size) noexcept;

/// Gives what this thread keeps back to the heap. At its end a thread does so by itself, but not with what
/// it gets after the destructors of its thread_local variables.
void pool_release() noexcept;

/// A new T in recycled memory.
template <class T, class... Args>
T* pool_new(Args&&... args) {
  static_assert(alignof(T) <= alignof(std::max_align_t), "the pool has no over-aligned memory");
  void* memory = pool_allocate(sizeof(T));
  try {
    return ::new (memory) T(std::forward<Args>(args)...);
  } catch (...) {
    pool_deallocate(memory, sizeof(T));
    throw;
  }
}

/// Destroys what `pool_new<T>` made.
template <class T>
void pool_delete(T* object) noexcept {
  object->~T();
  pool_deallocate(object, sizeof(T));
}

/// Owns what `pool_new<T>` made.
template <class T>
struct PoolDelete {
  void operator()(T* object) const noexcept { pool_delete(object); }
};
template <class T>
using PoolPointer = std::unique_ptr<T, PoolDelete<T>>;

/// An allocator that gives containers and shared pointers recycled memory.
template <class T>
class PoolAllocator {
 public:
  using value_type = T;

  PoolAllocator() noexcept = default;
  template <class U>
  PoolAllocator(const PoolAllocator<U>&) noexcept {}  // NOLINT: allocators convert

  T* allocate(std::size_t count) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    // NOLINTBEGIN(bugprone-sizeof-expression): T may be a pointer
    if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(pool_allocate(count * sizeof(T)));
    // NOLINTEND(bugprone-sizeof-expression)
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    // NOLINTNEXTLINE(bugprone-sizeof-expression): T may be a pointer
    pool_deallocate(static_cast<void*>(memory), count * sizeof(T));
  }

  bool operator==(const PoolAllocator&) const noexcept { return true; }
};

/// A shared T in recycled memory.
template <class T, class... Args>
std::shared_ptr<T> pool_shared(Args&&... args) {
  return std::allocate_shared<T>(PoolAllocator<T>(), std::forward<Args>(args)...);
}

}  // namespace tornado
