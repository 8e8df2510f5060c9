// The verdict on a litmus scenario: what was expected of its outcomes beside what was seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/litmus/exploration.hpp"
#include "harness/litmus/header.hpp"

namespace windtunnel {

/// `open`: nothing is wrong so far, but not all schedules have been seen.
enum class Verdict : std::uint8_t { ok, fail, open };

/// One outcome that is expected, or that was seen though nothing is said of it: that is always wrong.
struct JudgedOutcome {
  std::optional<Demand> demand;
  std::string outcome;
  std::uint64_t count = 0;
  ChoiceLog schedule;  ///< one that shows it; without meaning if the count is 0
  Verdict verdict = Verdict::ok;
};

/// What came of one scenario.
struct Judgement {
  std::vector<JudgedOutcome> outcomes;  ///< those expected, in their order, then the others
  Verdict verdict = Verdict::ok;        ///< fail if one fails; else open unless the exploration is complete
  std::uint64_t schedules = 0;
  bool complete = true;
};

/// Judges an exploration, of at least one run.
Judgement judge(const LitmusHeader& header, const Exploration& exploration);

}  // namespace windtunnel
