// The summary and the progress line of a comparison with the real Tornado.
#pragma once

#include <string>

#include "harness/oracle/diff_campaign.hpp"

namespace windtunnel::report {

/// The summary: what was compared, what the programs consisted of, and what never occurred in them.
std::string summary(const oracle::DiffOptions& options, const oracle::DiffResult& result);

/// One line for a terminal, without a line break.
std::string diff_progress_line(const engine::PoolProgress& progress, double seconds);

}  // namespace windtunnel::report
