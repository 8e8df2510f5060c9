// From a failure to the finding that is kept of it, and from a finding back to a case. Names are resolved
// here: what a finding calls its subject and its law becomes a handle and a judge, once.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/core/log_source.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/nearest_pass.hpp"
#include "harness/findings/story.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::findings {

/// What running a failure again gave.
struct Replay {
  std::optional<core::Violation> violation;  ///< of the failure's law or rule
  std::optional<core::Violation> other;      ///< if it is of another one
  std::string unsteady;            ///< how the trace differs when the run is repeated; empty if it is equal
  std::vector<std::string> known;  ///< the known defects that show up to there, in words
  std::optional<core::Divergence> divergence;  ///< where the run asked something else than was recorded
  std::string misfit;                          ///< what the schedule names and the run did not have, in words
  std::uint64_t digest = 0;                    ///< of the trace
  bool same_step = false;
  bool same_digest = false;
  std::string annotated;              ///< the trace in words
  Story story;                        ///< what the tasks of a World did; empty for other subjects
  std::optional<PassingRun> passing;  ///< the nearest run that holds, if one was asked for and found
  std::string waits;                  ///< who waits for whom at the end; see who_awaits_whom()
  core::ChoiceLog schedule;           ///< what was really chosen

  /// Whether it fails as it did before.
  bool reproduced() const { return violation && same_step && same_digest; }
};

/// Whether a replay looks for the nearest run that holds, which takes more runs.
enum class Beside : bool { nothing, nearest_pass };

/// Runs a failure's case again, twice, to see whether its runs are equal; in a process of its own if it takes
/// its process along, and then once. `mode` says what becomes of a run that asks something else than was
/// recorded.
Replay replay(const core::Failure& failure, properties::Judge& judge,
              core::LogMode mode = core::LogMode::strict, Beside beside = Beside::nothing);

/// Runs a failure's case once, in this process, whatever becomes of it: for somebody who watches by a
/// debugger.
Replay replay_in_place(const core::Failure& failure, properties::Judge& judge,
                       core::LogMode mode = core::LogMode::strict);

/// The finding of a failure as the failure itself tells it: nothing is run.
Finding finding_as_found(const core::Failure& failure);

/// The finding of a failure: what a replay will give, written down. If the run differs when it is repeated,
/// that is the finding, of the rule `deterministic`.
Finding to_finding(const core::Failure& failure, properties::Judge& judge);

/// What the finding is of, ready to run. Throws SourceError, with `file_name` and the line in the finding's
/// text, if its scenario cannot be read or this program has no such subject.
core::Failure failure_of(const Finding& finding, std::string_view file_name);

/// The same for a subject in C++ that the caller has.
core::Failure failure_of(const Finding& finding, const core::Subject& subject);

/// The judge of the finding's law or rule for `failure`, which it is of. Throws SourceError likewise if this
/// program has no such law.
std::unique_ptr<properties::Judge> judge_of(const Finding& finding, const core::Failure& failure,
                                            std::string_view file_name);

}  // namespace windtunnel::findings
