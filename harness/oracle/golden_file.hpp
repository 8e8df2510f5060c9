// Golden files: beside a scenario NAME.py its traces by the real Tornado, NAME.trace, one block a schedule,
// blocks apart by a blank line, the canonical one first.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/oracle/oracle_peer.hpp"

namespace windtunnel::oracle {

/// What the real one did with a scenario, ready to be written.
struct GoldenFile {
  std::filesystem::path path;
  std::vector<std::string> traces;
  bool as_here = true;  ///< whether this runtime does the same
};

/// Where a scenario's traces are kept.
std::filesystem::path golden_path(const std::filesystem::path& scenario);

/// Asks the real one about a scenario under the canonical schedule and up to `schedules` - 1 others, each
/// different trace once. Writes nothing. Throws SourceError for what this runtime refuses, and
/// std::runtime_error for what the real one does, or where it gives no answer.
GoldenFile ask_for_golden(const std::filesystem::path& scenario, OraclePeer& oracle, unsigned schedules);

/// Writes it; it is complete or not there. Throws std::runtime_error.
void write_golden(const GoldenFile& golden);

}  // namespace windtunnel::oracle
