// A fingerprint of what order a run put its conflicting steps in: equivalent schedules have the same one.
// Counting them tells how much a search has seen, and how likely it is that it would see anything new.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel {

/// Takes the fingerprints of runs. Reused, so that its memory is.
class PartialOrder {
 public:
  /// A hash over the steps, each known by its task and its place there, and what each of their accesses to
  /// things of the world found: the write before it, or the accesses since.
  std::uint64_t fingerprint(const tornado::StepLog& steps);

 private:
  struct Thing {
    std::uint64_t written = 0;  // the latest write
    std::uint64_t read = 0;     // the reads since, in no order
  };

  std::uint64_t touch(std::uint32_t object, tornado::Touch how, std::uint64_t step);

  std::vector<Thing> things_;
  std::vector<std::uint32_t> lengths_;  // by task
};

}  // namespace windtunnel
