// What a comparison with the real Tornado says when it is over, and while it goes on.
#pragma once

#include <string>

#include "harness/diff/diff_campaign.hpp"

namespace windtunnel {

/// The summary: what was compared, what the programs were made of, and what never occurred in them.
std::string summary(const DiffOptions& options, const DiffResult& result);

/// One line for a terminal, without a line break.
std::string progress_line(const DiffProgress& progress, double seconds);

}  // namespace windtunnel
