// From a counterexample to a finding, and from a finding back to a run.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"
#include "harness/check/judge.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/trace.hpp"

namespace windtunnel {

/// Runs the counterexample as a replay will, and writes down what it gives.
Finding to_finding(const Counterexample& counterexample);

/// The same for a breach that another verdict found.
Finding to_finding(const Counterexample& counterexample, const Verdict& verdict);

/// What replaying a finding gave.
struct Replay {
  std::optional<Breach> breach;          ///< of the finding's law
  std::vector<Known> known;              ///< the known defects that show up to there
  std::optional<Divergence> divergence;  ///< where the run asked something else than was recorded
  bool same_step = false;
  bool same_digest = false;
  std::string annotated;
  ChoiceLog schedule;  ///< what was really chosen

  /// Whether the law broke as it did before.
  bool reproduced() const { return breach && same_step && same_digest; }
};

/// Parses and runs the finding's scenario under its schedule; twice for a finding of `deterministic`. `mode`
/// says what becomes of a run that asks something else than was recorded. Throws SourceError, with
/// `file_name` and the line in the finding's text, if the scenario cannot be read or this program has no such
/// law or subject.
Replay replay(const Finding& finding, std::string_view file_name, LogMode mode = LogMode::strict);

/// The same for a finding that another verdict left, by which its law is judged.
Replay replay(const Finding& finding, std::string_view file_name, const Verdict& verdict,
              LogMode mode = LogMode::strict);

/// What the finding is of, to be shrunk again; its breach is what is recorded. Throws SourceError as replay()
/// does.
Counterexample to_counterexample(const Finding& finding, std::string_view file_name);

}  // namespace windtunnel
