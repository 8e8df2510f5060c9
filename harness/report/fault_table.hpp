// What the simulated networks of a campaign did to the programs: a fault that was enabled and never struck is
// a reason to distrust a clean result, so it is what the eye must fall on.
#pragma once

#include <string>

#include "harness/check/campaign_figures.hpp"

namespace windtunnel {

/// Whether a report is for a terminal, which shows what is amiss in red.
enum class Paint : bool { plain, colours };

/// `text`, in red where there are colours.
std::string alarming(std::string text, Paint paint);

/// A line for each fault that was enabled, in the order of `tornado::Fault`: how often it struck in how many
/// runs that had it. Lines of faults that never struck say so, alarmingly. Empty where no run had a network.
std::string fault_table(const CampaignFigures& figures, Paint paint = Paint::plain);

}  // namespace windtunnel
