// Makes a failing case small: fewer statements, simpler values, a shorter and quieter schedule, while the
// same law or rule is violated.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "harness/core/case.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::shrink {

/// What shrinking did.
struct ShrinkReport {
  std::uint32_t runs = 0;      ///< of candidates
  std::uint32_t accepted = 0;  ///< candidates that still failed
};

/// When shrinking ends though smaller candidates are left. A clock decides only that: each candidate that was
/// accepted fails.
struct ShrinkLimits {
  std::uint32_t runs = 20'000;
  std::optional<std::chrono::duration<double>> time{};
  std::atomic<std::uint64_t>* pulse = nullptr;  ///< if given, moves with each run
};

/// Replaces `found` by the smallest that passes of removing and simplifying lead to, within the limits. The
/// result violates the same law or rule, its program's text parses, and it is no larger by weight(). Unless
/// it was ended by time, deterministic; unless by its limits, shrinking again changes nothing.
ShrinkReport shrink(core::Failure& found, properties::Judge& judge, const ShrinkLimits& limits = {});

}  // namespace windtunnel::shrink
