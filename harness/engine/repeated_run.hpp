// When a search repeats a run, and how: the same choices must give the same trace. A program that reads the
// real clock, rand(), an address or another thread gives itself away.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "harness/core/trace.hpp"
#include "harness/properties/judge.hpp"

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

/// Calls `run()`, which repeats the run of `trace` and leaves `again`, and says how the two differ: a
/// violation of the rule `deterministic`.
template <class Run>
std::optional<core::Violation> compare_with_repeated(const core::Trace& trace, const core::Trace& again,
                                                     Run run) {
  const ShiftedHeap shifted;
  run();
  return properties::compare(trace, again);
}

}  // namespace windtunnel::engine
