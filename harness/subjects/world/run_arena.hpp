// RunArena: memory for objects that live as long as one run. It is taken from blocks and given back all at
// once, so that a run of a few steps allocates nothing.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace windtunnel {

/// Objects of any type. One thread's.
class RunArena {
 public:
  RunArena() = default;
  RunArena(const RunArena&) = delete;
  RunArena& operator=(const RunArena&) = delete;
  ~RunArena() { clear(); }

  /// Makes a T, which lives until clear().
  template <class T, class... Args>
  T& make(Args&&... args) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    T* made = ::new (allocate(sizeof(T))) T(std::forward<Args>(args)...);
    if constexpr (!std::is_trivially_destructible_v<T>) {
      owned_.push_back({made, [](void* it) { static_cast<T*>(it)->~T(); }});
    }
    return *made;
  }

  /// Destroys all objects, the newest first, also those that are made meanwhile. The blocks are kept for the
  /// next run.
  void clear() noexcept {
    while (!owned_.empty()) {
      const Owned newest = owned_.back();
      owned_.pop_back();
      newest.destroy(newest.object);
    }
    block_ = used_ = 0;
  }

 private:
  static constexpr std::size_t block_size = 4096;

  struct Owned {
    void* object;
    void (*destroy)(void*);
  };

  void* allocate(std::size_t size) {
    constexpr std::size_t alignment = alignof(std::max_align_t);
    size = (size + alignment - 1) / alignment * alignment;
    if (size > block_size) {
      // Too large to share a block: it has memory of its own, which clear() gives back after the object.
      void* memory = ::operator new(size);
      owned_.push_back({memory, [](void* it) { ::operator delete(it); }});
      return memory;
    }
    if (block_ == blocks_.size() || used_ + size > block_size) {
      if (block_ < blocks_.size()) ++block_;
      if (block_ == blocks_.size()) blocks_.push_back(std::make_unique<std::byte[]>(block_size));
      used_ = 0;
    }
    assert(block_ < blocks_.size() && used_ + size <= block_size);
    void* memory = blocks_[block_].get() + used_;
    used_ += size;
    return memory;
  }

  std::vector<Owned> owned_;  // in the order in which they were made
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_ = 0;  // the one in use
  std::size_t used_ = 0;   // bytes of it
};

}  // namespace windtunnel
