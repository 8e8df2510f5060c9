// A subject as a target for libFuzzer or AFL++: the fuzzer's bytes are the answers to the questions of a run,
// its schedule and its data. What a run violates is shrunk, told and kept like a finding of a search.
#pragma once

#include <cstdint>
#include <span>

#include "harness/core/case.hpp"
#include "harness/core/trace.hpp"

namespace windtunnel::fuzz {

/// Runs a subject on inputs, one after another, and tells the fuzzer what happened in each run.
class FuzzTarget {
 public:
  explicit FuzzTarget(core::Subject subject, core::SchedulingModel model = core::SchedulingModel::realistic);

  /// One run. Aborts, with a finding, if the run violates a rule. If the environment variable
  /// WINDTUNNEL_REPLAY names a finding of the subject, replays that instead and ends the process, with 1 if
  /// the finding still fails.
  void run(std::span<const std::uint8_t> input);

 private:
  core::Case case_;
  core::Trace trace_;
};

}  // namespace windtunnel::fuzz
