// All schedules of scenarios on the real Tornado: starts the oracle (harness/oracle/python) and reads what it
// saw.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/core/choice_log.hpp"

namespace windtunnel::litmus {

/// One run: what was chosen, and the event lines.
struct OracleRun {
  core::ChoiceLog schedule;
  std::string text;
};

/// The runs of one scenario, the canonical one first.
struct OracleRuns {
  std::vector<OracleRun> runs;
  bool complete = true;  ///< whether these are all schedules
};

/// Runs each file under every schedule, or under as many as the limit (at least 1) allows; one answer a file.
/// `root` is the project's folder. Throws std::runtime_error if the oracle is not set up there, or cannot run
/// a file; what it has to say about that goes to standard error.
std::vector<OracleRuns> explore_on_oracle(const std::filesystem::path& root,
                                          const std::vector<std::filesystem::path>& files,
                                          std::uint64_t limit);

}  // namespace windtunnel::litmus
