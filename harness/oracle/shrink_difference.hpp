// Makes a difference small: the project's one shrinker, with a judge that asks the real Tornado about every
// candidate.
#pragma once

#include "harness/oracle/comparison.hpp"
#include "harness/shrink/shrinker.hpp"

namespace windtunnel::oracle {

/// Finds that the real Tornado does something else, in the same way as at first: both have a trace, or only
/// one takes the program. An oracle that fails says nothing.
class DifferenceJudge final : public properties::Judge {
 public:
  /// `oracle` must outlive it.
  DifferenceJudge(const Difference& first, OraclePeer& oracle);

  std::optional<core::Violation> judge(const core::Trace& trace, const scenario::Scenario* program) override;
  bool needs_events() const override { return false; }

 private:
  OraclePeer& oracle_;
  const bool refused_;
  const bool may_livelock_;
};

/// Replaces the difference by the smallest on which the two sides still differ in the same way. A program
/// that this runtime refuses, and one at which the oracle failed, stay as they are.
shrink::ShrinkReport shrink(Difference& difference, OraclePeer& oracle,
                            const shrink::ShrinkLimits& limits = {});

}  // namespace windtunnel::oracle
