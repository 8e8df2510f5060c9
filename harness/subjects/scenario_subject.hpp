// Scenarios as a subject: compiled, then interpreted on the bundled runtime.
#pragma once

#include <string_view>

#include "harness/scenario/compiler.hpp"
#include "harness/scenario/tree.hpp"
#include "harness/subject.hpp"

namespace windtunnel {

/// A scenario ready to run, any number of times.
class ScenarioSubject {
 public:
  ScenarioSubject() = default;

  /// Compiles; throws SourceError, with `file_name`, for what this runtime does not have. `scenario` must
  /// outlive it.
  explicit ScenarioSubject(const Scenario& scenario, std::string_view file_name = "scenario");

  /// Takes another scenario, reusing the memory.
  void reset(const Scenario& scenario, std::string_view file_name = "scenario");

  Subject subject() const { return {&ScenarioSubject::run, this, every_claim}; }
  const Program& program() const { return program_; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);

  const Scenario* scenario_ = nullptr;
  Program program_;
  CompilerMemory memory_;
};

}  // namespace windtunnel
