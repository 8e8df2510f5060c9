// What locks and queues report to the observer of the current loop, if it has one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "runtime/io_loop.hpp"

namespace tornado::locks {

/// The number of a new object of that kind; 0 if no observer is attached.
inline std::uint32_t number_new(std::uint32_t Numbers::* kind) {
  if (IOLoop::current_observer() == nullptr) return 0;
  return (IOLoop::current().numbers().*kind)++;
}

/// Reports an event of the object with that number.
inline void note(EventKind kind, std::uint32_t id, std::uint32_t other = 0, std::uint8_t detail = 0) {
  if (Observer* observer = IOLoop::current_observer()) observer->record(kind, id, other, detail);
}

/// Reports that somebody asked for the state of what the `id` of such an event names.
inline void look(EventKind kind, std::uint32_t id) {
  if (Observer* observer = IOLoop::current_observer()) observer->look(kind, id);
}

/// A count as observers see it, capped to what fits.
template <class Count>
constexpr std::uint32_t as_told(Count count) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(static_cast<std::uint64_t>(count), std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace tornado::locks
