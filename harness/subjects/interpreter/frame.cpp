#include "harness/subjects/interpreter/frame.hpp"

#include <new>

#include "runtime/memory_pool.hpp"

namespace windtunnel::subjects {

namespace {

std::size_t value_count(const Function& function) {
  return function.slots + function.stack;
}

std::size_t size_for(const Function& function) {
  return sizeof(Frame) + value_count(function) * sizeof(Value) + function.blocks * sizeof(Block);
}

}  // namespace

static_assert(sizeof(Frame) % alignof(Value) == 0 && sizeof(Value) % alignof(Block) == 0);

Frame* Frame::make(const Function& function) {
  return ::new (tornado::pool_allocate(size_for(function))) Frame(function);
}

Frame::Frame(const Function& function) : pc(function.entry), function_(function) {
  values_ = reinterpret_cast<Value*>(this + 1);
  for (std::size_t at = 0; at < value_count(function); ++at) ::new (static_cast<void*>(values_ + at)) Value();
  blocks_ = reinterpret_cast<Block*>(values_ + value_count(function));
}

Frame::~Frame() {
  for (std::size_t at = value_count(function_); at-- > 0;) values_[at].~Value();
}

void Frame::destroy() noexcept {
  std::size_t size = size_for(function_);
  this->~Frame();
  tornado::pool_deallocate(this, size);
}

}  // namespace windtunnel::subjects
