// What a stream of a search tells when the search is over; streams run in other processes, so it has a form
// in bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/engine/coverage.hpp"
#include "harness/engine/fault_figures.hpp"
#include "harness/engine/goal_figures.hpp"

namespace windtunnel::engine {

/// How the runs were shared among a portfolio's strategies.
struct Share {
  std::string name;
  std::uint64_t runs = 0;
  std::uint64_t news = 0;  ///< of them, those that showed an order that no other had shown
};

/// What one stream counted, or several together.
struct StreamReport {
  Coverage coverage;
  std::string certificate;  ///< what was shown, if anything was
  bool over = false;        ///< whether the strategy has run all there is
  GoalFigures goals;
  FaultFigures faults;
  std::vector<Share> shares;
  std::array<std::uint64_t, 4> pct_runs{};  ///< by depth, from 1: runs of PCT with that depth

  StreamReport& operator+=(const StreamReport& other);
};

/// The reports of a worker's streams as bytes, and back. from_bytes throws std::runtime_error for what is not
/// of to_bytes.
std::string to_bytes(const std::vector<StreamReport>& reports);
std::vector<StreamReport> reports_from_bytes(const std::string& bytes);

}  // namespace windtunnel::engine
