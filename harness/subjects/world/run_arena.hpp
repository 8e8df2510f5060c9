// RunArena: memory for objects that live as long as one run. It is taken from blocks and given back all at
// once, so that a run of a few steps allocates nothing.
#pragma once

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
  ~RunArena();

  /// Makes a T, which lives until clear().
  template <class T, class... Args>
  T& make(Args&&... args) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    T* made = ::new (allocate(sizeof(T))) T(std::forward<Args>(args)...);
    if constexpr (!std::is_trivially_destructible_v<T>) {
      own({made, [](void* it) { static_cast<T*>(it)->~T(); }});
    }
    return *made;
  }

  /// Destroys all objects, the newest first, also those that are made meanwhile. The blocks are kept for the
  /// next run.
  void clear() noexcept;

 private:
  struct Owned {
    void* object;
    void (*destroy)(void*);
  };

  void* allocate(std::size_t size);
  void own(Owned object);

  std::vector<Owned> owned_;  // in the order in which they were made
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_ = 0;  // the one in use
  std::size_t used_ = 0;   // bytes of it
};

}  // namespace windtunnel
