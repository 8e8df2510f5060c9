// The step that the targets share which judge runs by the laws: a subject runs under choices and is judged; a
// violation leaves a finding and ends the process, as a fuzzer expects it.
#pragma once

#include "harness/core/case.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::fuzz {

/// Everything that runs need, kept from run to run.
class JudgedRuns {
 public:
  /// Judges by all laws for runtimes with these guarantees.
  explicit JudgedRuns(core::Guarantees guarantees = core::local_guarantees) : judge_(guarantees) {}

  /// Runs the subject, which interprets `program` if that is not null, under `choices` and judges it; feeds
  /// what happened back to the fuzzer. Does not return if a law or rule is violated.
  void run(const core::Subject& subject, const scenario::Scenario* program, tornado::ChoiceSource& choices,
           core::SchedulingModel model);

  const core::Trace& trace() const { return trace_; }

 private:
  properties::LawJudge judge_;
  core::Trace trace_;
};

}  // namespace windtunnel::fuzz
