// Scenarios as a subject: compiled, then interpreted on the bundled runtime.
#pragma once

#include <string>
#include <string_view>

#include "harness/core/case.hpp"
#include "harness/scenario/compiler.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// The name under which findings know scenarios; any other is that of a subject in C++.
inline constexpr std::string_view scenario_subject_name = "scenario";

/// A scenario ready to run, any number of times.
class ScenarioSubject {
 public:
  ScenarioSubject() = default;

  /// Compiles; throws SourceError, with `file_name`, for what this runtime does not have. `scenario` must
  /// outlive it.
  explicit ScenarioSubject(const Scenario& scenario, std::string_view file_name = "scenario");

  /// Takes another scenario, reusing the memory.
  void reset(const Scenario& scenario, std::string_view file_name = "scenario");

  Subject subject() const {
    return {&ScenarioSubject::run, this, local_guarantees, std::string(scenario_subject_name)};
  }
  const Program& program() const { return program_; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);

  const Scenario* scenario_ = nullptr;
  Program program_;
  CompilerMemory memory_;
};

/// The scenario as a case with an empty schedule; the case owns it. Throws as ScenarioSubject does.
Case case_of(Scenario program, std::string_view file_name = "scenario");

}  // namespace windtunnel
