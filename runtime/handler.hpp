// Handlers: what an IOLoop runs when a descriptor is ready (laws L10, L14, L24). The loop keeps them by
// descriptor; the world says which descriptors are ready.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// A sum of IOLoop::READ, IOLoop::WRITE and IOLoop::ERROR.
using IOEvents = std::uint8_t;

/// A handler without the type of its contexts; gets the descriptor and the events.
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
  IOEvents interest;         ///< always includes IOLoop::ERROR
  IOEvents ready = 0;        ///< the events for it in this I/O phase
  bool removed = false;      ///< it never runs again (law L24)
  bool step_waits = false;   ///< a simulated loop has a step to run it
  std::uint32_t number = 0;  ///< the number that observers see

 private:
  std::uint32_t references_ = 0;
};

/// The handlers of a loop, by descriptor. Descriptors are small numbers that the world gives out.
class HandlerTable {
 public:
  /// The handler of that descriptor; null if there is none.
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

  /// Removes and returns the handler; the descriptor must have one.
  Ref<HandlerCell> take(int fd) noexcept {
    return std::exchange(cells_[static_cast<std::size_t>(fd)], Ref<HandlerCell>());
  }

  /// One past the largest descriptor that ever had a handler.
  int end() const noexcept { return static_cast<int>(cells_.size()); }

 private:
  std::vector<Ref<HandlerCell>, PoolAllocator<Ref<HandlerCell>>> cells_;
};

}  // namespace tornado
