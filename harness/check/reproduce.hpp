// From a counterexample to a finding, and from a finding back to a run.
#pragma once

#include <optional>
#include <string_view>

#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/trace.hpp"

namespace windtunnel {

/// Runs the counterexample as a replay will, and writes down what it gives.
Finding to_finding(const Counterexample& counterexample);

/// What replaying a finding gave.
struct Replay {
  std::optional<Breach> breach;          ///< of the finding's law
  std::optional<Divergence> divergence;  ///< where the run asked something else than was recorded
  bool same_step = false;
  bool same_digest = false;
  std::string annotated;

  /// Whether the law broke as it did before.
  bool reproduced() const { return breach && same_step && same_digest; }
};

/// Parses and runs the finding's scenario under its schedule. Throws SourceError, with `file_name`, if the scenario cannot be read,
/// and FindingError for a law that does not exist.
Replay replay(const Finding& finding, std::string_view file_name);

}  // namespace windtunnel
