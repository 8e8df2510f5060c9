// AbandonedFrames: coroutines that were destroyed while they waited (Runner::abandon). What they waited for
// may still try to resume them, so their addresses are remembered, and their memory is kept, until the loop
// closes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/memory_pool.hpp"

namespace tornado {

class Runner;

/// Those of one loop, and their memory.
class AbandonedFrames {
 public:
  AbandonedFrames() = default;
  AbandonedFrames(const AbandonedFrames&) = delete;
  AbandonedFrames& operator=(const AbandonedFrames&) = delete;
  ~AbandonedFrames() { clear(); }

  /// Whether this thread has any: if not, nobody need look.
  static bool any() noexcept { return count_ != 0; }
  bool contains(const Runner* runner) const noexcept {
    return std::find(runners_.begin(), runners_.end(), runner) != runners_.end();
  }

  /// A block in which the frame of that Runner is destroyed: its memory is kept here.
  class Destroying {
   public:
    Destroying(AbandonedFrames& frames, const Runner& runner) : previous_(std::exchange(keeper_, &frames)) {
      frames.runners_.push_back(&runner);
      ++count_;
    }
    Destroying(const Destroying&) = delete;
    Destroying& operator=(const Destroying&) = delete;
    ~Destroying() { keeper_ = previous_; }

   private:
    AbandonedFrames* previous_;
  };

  /// Takes the memory of a frame that is destroyed in such a block; returns false outside of one.
  static bool take(void* frame, std::size_t size) noexcept {
    if (keeper_ == nullptr) [[likely]]
      return false;
    keeper_->keep(frame, size);
    return true;
  }

  /// Frees the memory. Nothing may resume one of them any more.
  void clear() noexcept;

 private:
  struct Memory {
    void* frame;
    std::size_t size;
  };

  void keep(void* frame, std::size_t size) noexcept;

  static constinit inline thread_local AbandonedFrames* keeper_ = nullptr;
  static constinit inline thread_local std::size_t count_ = 0;

  std::vector<const Runner*> runners_;
  std::vector<Memory> memory_;
};

}  // namespace tornado
