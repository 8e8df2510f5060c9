// PartialOrder: a fingerprint of the order in which a run executed conflicting steps; equivalent schedules
// have equal fingerprints. Counting them shows how much a search has seen, and how likely the next run is to
// show something new.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// Computes fingerprints of runs. Reuse it, to reuse its memory.
class PartialOrder {
 public:
  /// A hash over the steps. Each step is identified by its task and its place there; hashed is what each of
  /// its accesses to the world's objects found: the write before it, or the accesses since. A step that may
  /// touch anything finds all steps before it.
  std::uint64_t fingerprint(const tornado::StepLog& steps);

 private:
  struct Thing {
    std::uint64_t written = 0;  // the latest write
    std::uint64_t read = 0;     // the reads since, independent of their order
  };

  std::uint64_t touch(std::uint32_t object, tornado::Touch how, std::uint64_t step);

  std::uint64_t touch_anything(std::uint64_t step);

  std::vector<Thing> things_;
  Thing anything_;                      // written by steps that may touch anything, read by all others
  std::vector<std::uint32_t> lengths_;  // by task
};

}  // namespace windtunnel::strategies
