// A table of things that a run numbers densely from 1: a vector that grows when a new number is written and
// answers with a blank when an unknown number is read.
#pragma once

#include <algorithm>
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
    if (number >= size_) {
      if (number >= items_.size()) grow(number);
      size_ = number + 1;
    }
    return items_[number];
  }

  const T& operator[](std::uint32_t number) const { return number < size_ ? items_[number] : blank; }

  /// One past the highest number written; number 0 counts.
  std::uint32_t size() const { return size_; }

  /// Forgets everything but the memory.
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
  std::vector<T> items_;  // blank from size_ on
  std::uint32_t size_ = 0;
};

}  // namespace windtunnel
