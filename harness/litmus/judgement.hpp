// The verdict on a litmus scenario: its expected outcomes compared with those that were seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/litmus/exploration.hpp"
#include "harness/litmus/header.hpp"

namespace windtunnel::litmus {

/// `open`: nothing is wrong so far, but not all schedules were run.
enum class Verdict : std::uint8_t { ok, fail, open };

/// One outcome that is expected, or that was seen without being mentioned, which is always wrong.
struct JudgedOutcome {
  std::optional<Demand> demand;
  std::string outcome;
  std::uint64_t count = 0;
  core::ChoiceLog schedule;  ///< one that shows it; meaningless if the count is 0
  Verdict verdict = Verdict::ok;
};

/// The result of one scenario.
struct Judgement {
  std::vector<JudgedOutcome> outcomes;  ///< the expected ones, in their order, then the others
  Verdict verdict = Verdict::ok;        ///< fail if one fails; else open unless the exploration is complete
  std::uint64_t schedules = 0;
  bool complete = true;
};

/// Judges an exploration, which must have at least one run.
Judgement judge(const LitmusHeader& header, const Exploration& exploration);

}  // namespace windtunnel::litmus
