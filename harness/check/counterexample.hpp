// A program and a schedule under which a law is broken.
#pragma once

#include <string>

#include "harness/choices/choice_log.hpp"
#include "harness/freedom.hpp"
#include "harness/laws/law.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// As it was found, or as it was shrunk to.
struct Counterexample {
  Scenario scenario;
  ChoiceLog schedule;
  Freedom freedom = Freedom::contract;
  std::uint32_t phase_limit = 20'000;
  Breach breach;
  std::uint64_t seed = 0;     ///< of the campaign
  std::uint64_t program = 0;  ///< its number in the campaign
};

}  // namespace windtunnel
