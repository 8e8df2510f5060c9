// What came of litmus scenarios, for people: a block for each, in the manner of herd7, and a last line that
// counts.
#pragma once

#include <cstdint>
#include <string>

#include "harness/litmus/judgement.hpp"

namespace windtunnel {

/// One scenario's block is about this.
struct JudgedScenario {
  std::string name;
  LitmusHeader header;
  Judgement judgement;
  std::string run_command;  ///< shows the canonical run; with ` --schedule S` behind it, any other
};

/// The block: name, verdict and number of schedules, question and answer, then a line an outcome with its
/// verdict, how many schedules show it, what is asked of it, and the first of the schedules that show it.
/// Below an outcome that fails stands why, and the command that shows it.
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

}  // namespace windtunnel
