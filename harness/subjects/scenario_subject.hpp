// Scenarios as a subject: compiled, then interpreted on the bundled runtime.
#pragma once

#include <string>
#include <string_view>

#include "harness/core/case.hpp"
#include "harness/scenario/compiler.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::subjects {

/// The name under which findings know scenarios; any other is that of a subject in C++.
inline constexpr std::string_view scenario_subject_name = "scenario";

/// A scenario ready to run, any number of times.
class ScenarioSubject {
 public:
  ScenarioSubject() = default;

  /// Compiles; throws SourceError, with `file_name`, for what this runtime does not have. `scenario` must
  /// outlive it.
  explicit ScenarioSubject(const scenario::Scenario& scenario, std::string_view file_name = "scenario");

  /// Takes another scenario, reusing the memory.
  void reset(const scenario::Scenario& scenario, std::string_view file_name = "scenario");

  core::Subject subject() const {
    return {&ScenarioSubject::run, this, core::local_guarantees, std::string(scenario_subject_name)};
  }
  const scenario::Program& program() const { return program_; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& options,
                  core::Trace& trace);

  const scenario::Scenario* scenario_ = nullptr;
  scenario::Program program_;
  scenario::CompilerMemory memory_;
};

/// The scenario as a case with an empty schedule; the case owns it. Throws as ScenarioSubject does.
core::Case case_of(scenario::Scenario program, std::string_view file_name = "scenario");

}  // namespace windtunnel::subjects
