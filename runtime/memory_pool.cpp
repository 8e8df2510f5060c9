#include "runtime/memory_pool.hpp"

#include <new>

namespace tornado {

#if TORNADO_RECYCLES

namespace {

constexpr std::size_t granule = 32;
constexpr std::size_t class_count = 64;  // up to 2 KiB; larger blocks come from the heap

struct FreeBlock {
  FreeBlock* next;
};

// Trivial, so that access needs no guard; the reaper empties it when the thread ends.
constinit thread_local FreeBlock* free_lists[class_count] = {};

struct Reaper {
  bool armed = false;
  ~Reaper() { pool_release(); }
};
thread_local Reaper reaper;

constexpr std::size_t class_of(std::size_t size) {
  return (size + granule - 1) / granule;
}

}  // namespace

void* pool_allocate(std::size_t size) {
  std::size_t index = class_of(size);
  if (index >= class_count) return ::operator new(size);
  FreeBlock*& head = free_lists[index];
  if (head != nullptr) return std::exchange(head, head->next);
  reaper.armed = true;
  return ::operator new(index * granule);
}

void pool_deallocate(void* memory, std::size_t size) noexcept {
  std::size_t index = class_of(size);
  if (index >= class_count) return ::operator delete(memory);
  auto* block = ::new (memory) FreeBlock{free_lists[index]};
  free_lists[index] = block;
}

void pool_release() noexcept {
  for (FreeBlock*& head : free_lists) {
    while (head != nullptr) ::operator delete(std::exchange(head, head->next));
  }
}

#else

void pool_release() noexcept {}
void* pool_allocate(std::size_t size) {
  return ::operator new(size);
}
void pool_deallocate(void* memory, std::size_t) noexcept {
  ::operator delete(memory);
}

#endif

}  // namespace tornado
