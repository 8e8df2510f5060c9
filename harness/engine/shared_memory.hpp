// Memory that a process and the children which it forks see alike. What a child writes there is still there
// when the child is not.
#pragma once

#include <cerrno>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <system_error>
#include <type_traits>
#include <utility>

namespace windtunnel::engine {

/// One T in shared memory. Its pages are zero and cost nothing until they are touched, so a T may be large if
/// its constructor leaves the large part alone. It must hold no address of anything that a child would make
/// for itself.
template <class T>
class SharedMemory {
  static_assert(std::is_trivially_destructible_v<T>, "a process that dies destroys nothing");

 public:
  /// Throws std::system_error if the system has no memory to share.
  template <class... Args>
  explicit SharedMemory(Args&&... args) {
    void* memory =
        mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
      throw std::system_error(errno, std::generic_category(), "memory cannot be shared");
    object_.reset(::new (memory) T(std::forward<Args>(args)...));
  }

  T& operator*() const { return *object_; }
  T* operator->() const { return object_.get(); }

 private:
  struct Unmap {
    void operator()(T* object) const { munmap(object, sizeof(T)); }
  };

  std::unique_ptr<T, Unmap> object_;
};

}  // namespace windtunnel::engine
