// Shrinks a counterexample in a process of its own. A smaller program may do what the found one did not:
// crash, or hang. Then there is still the one that was found.
#pragma once

#include <string>

#include "harness/apart/forked_child.hpp"
#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"
#include "harness/check/shrinker.hpp"

namespace windtunnel {

/// What came of it.
struct Shrunk {
  Finding finding;  ///< as small as it got
  ShrinkReport report;
  std::string given_up;  ///< if it was, why, in words; the finding is then the one that was found
};

/// Shrinks `found`, whose finding is `raw`. Where each run that still breaks the law takes its process along
/// anyway, only the runs are processes of their own. `limits` are those of a run.
Shrunk shrink_apart(const Counterexample& found, const Finding& raw, const ChildLimits& limits = {},
                    std::uint32_t most_runs = most_shrink_runs);

}  // namespace windtunnel
