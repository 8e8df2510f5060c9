// A program and a schedule under which a law is broken.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/choices/choice_log.hpp"
#include "harness/constraints/constraint.hpp"
#include "harness/freedom.hpp"
#include "harness/properties/laws/law.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// The name under which findings know generated programs; any other is a native subject's.
inline constexpr std::string_view scenario_subject_name = "scenario";

/// As it was found, or as it was shrunk to.
struct Counterexample {
  std::string subject{scenario_subject_name};
  Scenario scenario;  ///< empty for a native subject, whose choices are its program
  ChoiceLog schedule;
  std::vector<Constraint>
      constraints{};          ///< if any, they decide about steps, and the schedule about the rest
  std::string explanation{};  ///< what the constraints say of the law, a line each; may be empty
  Freedom freedom = Freedom::contract;
  std::uint32_t phase_limit = 20'000;
  Breach breach;
  std::string last_words{};   ///< of the process that it took down; not of a shrunk one
  std::uint64_t seed = 0;     ///< of the campaign
  std::uint64_t program = 0;  ///< its number in the campaign
};

}  // namespace windtunnel
