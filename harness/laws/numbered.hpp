// A table of things that a run numbers densely from 1: a vector that grows when a new number is written and
// answers with a blank when an unknown number is read.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace windtunnel {

template <class T>
class Numbered {
 public:
  /// More than any run that ends has; a number above it means that the events are not a run's.
  static constexpr std::uint32_t most = 1U << 26;

  T& operator[](std::uint32_t number) {
    if (number >= items_.size()) {
      assert(number < most);
      items_.resize(static_cast<std::size_t>(number) + 1);
    }
    return items_[number];
  }

  const T& operator[](std::uint32_t number) const { return number < items_.size() ? items_[number] : blank; }

  /// One past the highest number written; number 0 counts.
  std::uint32_t size() const { return static_cast<std::uint32_t>(items_.size()); }

  /// Forgets everything but the memory.
  void clear() { items_.clear(); }

 private:
  static inline const T blank{};
  std::vector<T> items_;
};

}  // namespace windtunnel
