// Flight: the step that the targets share which judge runs by the laws: a program and a schedule are drawn,
// run and judged; a broken law leaves a finding and ends the process, as a fuzzer expects it.
#pragma once

#include <string_view>

#include "harness/check/counterexample.hpp"
#include "harness/choices/recording_source.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/scenario/tree.hpp"
#include "harness/subject.hpp"
#include "harness/subjects/scenario_subject.hpp"
#include "harness/trace.hpp"

namespace windtunnel::fuzz {

/// Everything that a run needs, kept from run to run.
class Flight {
 public:
  /// Judges by the laws for runtimes with these claims.
  explicit Flight(Claims claims = every_claim) : laws_(claims) {}

  /// Runs the subject under `choices` and judges it by all laws; feeds what happened back to the fuzzer. On a
  /// broken law does not return.
  void fly(const Subject& subject, std::string_view name, const Scenario& scenario,
           tornado::ChoiceSource& choices, Freedom freedom);

  const Trace& trace() const { return trace_; }

 private:
  LawSet laws_;
  Trace trace_;
};

/// Writes the finding, as it was found and then shrunk, into the folder that the environment variable
/// WINDTUNNEL_FINDINGS names, `findings` if there is none; prints where it is and how it is replayed; aborts.
[[noreturn]] void report(Counterexample found);

}  // namespace windtunnel::fuzz
