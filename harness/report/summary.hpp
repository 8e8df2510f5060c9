// What a campaign says when it is over, and while it goes on.
#pragma once

#include <string>
#include <vector>

#include "harness/engine/campaign.hpp"
#include "harness/report/fault_table.hpp"

namespace windtunnel::report {

/// The summary: what flew, which laws were checked on how many runs, which known defects showed, what
/// occurred and, alarmingly, what did not.
std::string summary(const engine::CampaignOptions& options, const engine::CampaignResult& result,
                    Paint paint = Paint::plain);

/// One line for a terminal, without a line break: programs, schedules, steps a second, what they have shown
/// so far, findings, and how long it will take.
std::string progress_line(const engine::CampaignOptions& options, const engine::CampaignProgress& progress,
                          double seconds);

/// Enabled faults, constructs, choice kinds and coverage marks that never occurred, and laws that had nothing
/// to judge in any run: each a reason to distrust a clean result.
std::vector<std::string> never_occurred(const engine::CampaignOptions& options,
                                        const engine::CampaignResult& result);

}  // namespace windtunnel::report
