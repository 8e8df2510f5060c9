// Numbered: a table of objects that a run numbers densely from 1. It is a vector that grows when a new number
// is written, and returns a default value when an unknown number is read.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace windtunnel::properties {

template <class T>
class Numbered {
 public:
  /// More than any run that ends has; a higher number means that the events are not those of a run.
  static constexpr std::uint32_t most = 1U << 26;

  T& operator[](std::uint32_t number) {
    if (number >= size_) {
      if (number >= items_.size()) grow(number);
      size_ = number + 1;
    }
    return items_[number];
  }

  const T& operator[](std::uint32_t number) const { return number < size_ ? items_[number] : blank; }

  /// One past the highest number written; number 0 counts.
  std::uint32_t size() const { return size_; }

  /// Empties the table; keeps the memory.
  void clear() {
    std::fill_n(items_.begin(), size_, T{});
    size_ = 0;
  }

 private:
  void grow(std::uint32_t number) {
    assert(number < most);
    items_.resize(std::max<std::size_t>(number + std::size_t{1}, 2 * items_.size()));
  }

  static inline const T blank{};
  std::vector<T> items_;  // default values from size_ on
  std::uint32_t size_ = 0;
};

}  // namespace windtunnel::properties
