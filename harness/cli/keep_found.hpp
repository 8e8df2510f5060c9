// What the commands that search do with what they have found: keep it, and show it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "harness/findings/keep.hpp"
#include "harness/findings/page/campaign_page.hpp"

namespace windtunnel::cli {

/// How long shrinking may take: half a minute, and no longer than the search itself might.
shrink::ShrinkLimits shrink_limits(const std::optional<std::chrono::duration<double>>& search_time);

/// Keeps the failure in that folder, and shows it; standard error says why if it could not be written. Gives
/// what was kept.
findings::Kept keep_and_show(const core::Failure& found, const std::string& folder,
                             const std::optional<std::chrono::duration<double>>& search_time);

/// What was kept, as a campaign's page shows it: the finding is run again for its timeline.
findings::PageFinding page_finding(const findings::Kept& kept, const core::Failure& found);

/// Writes the page. Throws UsageError, for the option --html, with why it cannot be written.
void write_page_option(const findings::CampaignPage& page, const std::string& folder);

/// What to do with a finding's file.
inline constexpr std::string_view replay_hint = "replay      ./wt replay";

/// Prints what was kept: how it was shrunk, the finding, and where it is, with that hint. `told` is the
/// finding in words; without them all of it is shown.
void show(const findings::Kept& kept, std::string_view hint = replay_hint, const std::string& told = {});

}  // namespace windtunnel::cli
