// A difference as a finding: the file says what the real Tornado did, so that it can be replayed where there
// is none.
#pragma once

#include <string>

#include "harness/findings/finding.hpp"
#include "harness/oracle/comparison.hpp"

namespace windtunnel::oracle {

/// The finding's step is the number of the first different line, from 0; its digest is that of what the real
/// one did, as far as it counts (comparable()); its trace has both sides.
findings::Finding to_finding(const Difference& difference);

/// Whether a comparison left this finding.
bool is_difference(const findings::Finding& finding);

/// What this runtime does now with the program of such a finding.
struct DifferenceReplay {
  SideResult native;
  bool differs = false;  ///< from what the real one did
};

/// Runs the program again. For findings of `as-original`.
DifferenceReplay replay_difference(const findings::Finding& finding);

}  // namespace windtunnel::oracle
