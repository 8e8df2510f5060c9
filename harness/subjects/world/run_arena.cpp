#include "harness/subjects/world/run_arena.hpp"

#include <cassert>

namespace windtunnel {

namespace {

constexpr std::size_t block_size = 4096;

}  // namespace

RunArena::~RunArena() {
  clear();
}

void RunArena::clear() noexcept {
  while (!owned_.empty()) {
    const Owned newest = owned_.back();
    owned_.pop_back();
    newest.destroy(newest.object);
  }
  block_ = used_ = 0;
}

void* RunArena::allocate(std::size_t size) {
  constexpr std::size_t alignment = alignof(std::max_align_t);
  size = (size + alignment - 1) / alignment * alignment;
  if (size > block_size) {
    // Too large to share a block: it has memory of its own, which clear() gives back after the object.
    void* memory = ::operator new(size);
    own({memory, [](void* it) { ::operator delete(it); }});
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

void RunArena::own(Owned object) {
  owned_.push_back(object);
}

}  // namespace windtunnel
