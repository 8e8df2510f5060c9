// What the simulated networks of a campaign did to the programs. A fault that was enabled and never occurred
// is a reason to distrust a clean result, so it must catch the eye.
#pragma once

#include <string>

#include "harness/engine/campaign_figures.hpp"

namespace windtunnel::report {

/// Whether a report is for a terminal, which shows problems in red.
enum class Paint : bool { plain, colours };

/// `text`, in red if there are colours.
std::string alarming(std::string text, Paint paint);

/// A line for each enabled fault, in the order of `tornado::Fault`: how often it occurred, and in how many of
/// the runs that had it enabled. Lines of faults that never occurred are highlighted. Empty if no run had a
/// network.
std::string fault_table(const engine::CampaignFigures& figures, Paint paint = Paint::plain);

}  // namespace windtunnel::report
