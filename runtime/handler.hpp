// Handlers: what an IOLoop runs when a descriptor of the outside world is ready (laws L10, L14, L24). The
// loop keeps them by descriptor; which descriptors are ready is the world's to say.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// A sum of what a descriptor may be ready for: IOLoop::READ, IOLoop::WRITE, IOLoop::ERROR.
using IOEvents = std::uint8_t;

/// A handler without its contexts' type: gets the descriptor and what it is ready for.
using HandlerFunction = UniqueFunction<void(int, IOEvents)>;

/// One handler; the table and a batch of ready descriptors share it.
class HandlerCell {
 public:
  HandlerCell(int fd_in, HandlerFunction run_in, IOEvents interest_in)
      : run(std::move(run_in)), fd(fd_in), interest(interest_in) {}

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) pool_delete(this);
  }

  HandlerFunction run;
  const int fd;
  IOEvents interest;         ///< with IOLoop::ERROR always
  IOEvents ready = 0;        ///< what it is to be told in this I/O phase
  bool removed = false;      ///< then it is never run again (law L24)
  std::uint32_t number = 0;  ///< as observers know it

 private:
  std::uint32_t references_ = 0;
};

/// The handlers of a loop, by descriptor. Descriptors are small numbers, as the world gives them out.
class HandlerTable {
 public:
  /// The handler of that descriptor; null for none.
  HandlerCell* find(int fd) const noexcept {
    return fd >= 0 && static_cast<std::size_t>(fd) < cells_.size()
               ? cells_[static_cast<std::size_t>(fd)].get()
               : nullptr;
  }

  void add(Ref<HandlerCell> cell) {
    const auto at = static_cast<std::size_t>(cell->fd);
    if (at >= cells_.size()) cells_.resize(at + 1);
    cells_[at] = std::move(cell);
  }

  /// Takes it out; the descriptor must have one.
  Ref<HandlerCell> take(int fd) noexcept {
    return std::exchange(cells_[static_cast<std::size_t>(fd)], Ref<HandlerCell>());
  }

  /// One past the largest descriptor that ever had a handler.
  int end() const noexcept { return static_cast<int>(cells_.size()); }

 private:
  std::vector<Ref<HandlerCell>, PoolAllocator<Ref<HandlerCell>>> cells_;
};

/// The handlers that are to run in an I/O phase.
using HandlerList = std::vector<Ref<HandlerCell>, PoolAllocator<Ref<HandlerCell>>>;

}  // namespace tornado
