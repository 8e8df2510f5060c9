// Makes a counterexample small: fewer statements, simpler values, a shorter and quieter schedule, while the same law breaks.
#pragma once

#include <cstdint>
#include <functional>

#include "harness/check/counterexample.hpp"

namespace windtunnel {

/// What shrinking did.
struct ShrinkReport {
  std::uint32_t runs = 0;      ///< of candidates
  std::uint32_t accepted = 0;  ///< candidates that still broke the law
};

/// Replaces `found` by the smallest that passes of removing and simplifying lead to, within `most_runs` runs. The result breaks
/// the same law, and its text parses. Deterministic.
ShrinkReport shrink(Counterexample& found, std::uint32_t most_runs = 20'000);

}  // namespace windtunnel
