// Makes a difference small: the project's one shrinker, with the real Tornado asked about every candidate.
#pragma once

#include "harness/check/shrinker.hpp"
#include "harness/diff/comparison.hpp"

namespace windtunnel {

/// Replaces the difference by the smallest on which the two sides still differ in the same way: both have a
/// trace, or only one takes the program. A program that this runtime refuses, and one at which the oracle
/// failed, stay as they are; an oracle that fails at a candidate says nothing about it.
ShrinkReport shrink(Difference& difference, OraclePeer& oracle, std::uint32_t most_runs = most_shrink_runs);

}  // namespace windtunnel
