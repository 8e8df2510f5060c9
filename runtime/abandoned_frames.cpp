#include "runtime/abandoned_frames.hpp"

#include <cassert>
#include <cstring>

#if !TORNADO_RECYCLES && __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) (static_cast<void>(address), static_cast<void>(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) (static_cast<void>(address), static_cast<void>(size))
#endif

namespace tornado {

// The frame's bytes are overwritten, so that code that still uses its variables goes wrong in each run.
void AbandonedFrames::keep(void* frame, std::size_t size) noexcept {
  std::memset(frame, 0xdb, size);
  ASAN_POISON_MEMORY_REGION(frame, size);
  memory_.push_back({frame, size});
}

void AbandonedFrames::clear() noexcept {
  assert(keeper_ != this && count_ >= runners_.size());
  count_ -= runners_.size();
  runners_.clear();
  for (const Memory& memory : std::exchange(memory_, {})) {
    ASAN_UNPOISON_MEMORY_REGION(memory.frame, memory.size);
    pool_deallocate(memory.frame, memory.size);
  }
}

}  // namespace tornado
