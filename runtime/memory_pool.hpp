// Recycled memory for the small things that come and go with every coroutine call: frames, cells of Futures,
// timers. Each thread keeps free lists by size, so a call that finishes at once asks the heap for nothing in
// steady state. Under sanitizers nothing is recycled, so that they see every use after free.
#pragma once

#include <cstddef>
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

/// Gives back what `pool_allocate(size)` returned, on any thread.
void pool_deallocate(void* memory, std::size_t size) noexcept;

/// A new T in recycled memory.
template <class T, class... Args>
T* pool_new(Args&&... args) {
  void* memory = pool_allocate(sizeof(T));
  try {
    return ::new (memory) T(std::forward<Args>(args)...);
  } catch (...) {
    pool_deallocate(memory, sizeof(T));
    throw;
  }
}

/// Ends what `pool_new<T>` made.
template <class T>
void pool_delete(T* object) noexcept {
  object->~T();
  pool_deallocate(object, sizeof(T));
}

}  // namespace tornado
