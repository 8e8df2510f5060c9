// The results of litmus scenarios, for people: a block for each, in the style of herd7, and a last line with
// totals.
#pragma once

#include <cstdint>
#include <string>

#include "harness/litmus/judgement.hpp"

namespace windtunnel::litmus {

/// The contents of one scenario's block.
struct JudgedScenario {
  std::string name;
  LitmusHeader header;
  Judgement judgement;
  std::string run_command;  ///< shows the canonical run; with ` --schedule S` appended, any other
};

/// The block: name, verdict and number of schedules, question and answer. Then a line for each outcome: its
/// verdict, how many schedules show it, what is expected of it, and the first schedule that shows it. An
/// outcome that fails is followed by the reason and the command that shows it.
std::string to_block(const JudgedScenario& scenario);

/// Counts verdicts.
struct Tally {
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t open = 0;
  std::uint64_t schedules = 0;

  void add(const Judgement& judgement);
  bool all_ok() const { return failed == 0 && open == 0; }
};

/// `80 scenarios, 412 schedules: 79 ok, 1 FAIL`.
std::string to_line(const Tally& tally);

}  // namespace windtunnel::litmus
