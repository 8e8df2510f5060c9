// When a search repeats a run, and how: the same choices must give the same trace. A program that reads the
// real clock, rand(), an address or another thread gives itself away.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace windtunnel::engine {

/// Whether run `number` of a search, from 1, is repeated: the first, the second, the fourth and so on, so
/// that repeating costs next to nothing.
constexpr bool is_repeated(std::uint64_t number) {
  return number != 0 && (number & (number - 1)) == 0;
}

/// While it lives, memory that is allocated lies elsewhere than before: small free blocks are taken. A run
/// whose trace depends on addresses then leaves another trace.
class ShiftedHeap {
 public:
  ShiftedHeap() {
    std::size_t at = 0;
    for (std::unique_ptr<char[]>& block : blocks_) block.reset(new char[16 * (1 + at++ % 32) - 8]);
  }

 private:
  std::array<std::unique_ptr<char[]>, 160> blocks_;
};

}  // namespace windtunnel::engine
